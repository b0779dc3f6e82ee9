import { expect } from 'chai';

import { callApptivo, type ApptivoCaller, type Wire } from './apptivo-test-caller.js';
import { startApptivoSimulator, type ApptivoSimulator } from './start-apptivo-simulator.js';

const NOTE = {
  noteText: 'Any news?',
  objectId: 59,
  objectRefId: 77_001,
  createdByObjectId: 2,
  createdByObjectRefId: 269_398,
  isDisplayToCustomer: 'Y',
};

describe('simulators/apptivo: notes and documents', () => {
  let apptivo: ApptivoSimulator;
  let api: ApptivoCaller;

  beforeEach(async () => {
    apptivo = await startApptivoSimulator({ now: () => new Date('2025-06-10T10:00:00Z') });
    api = callApptivo(apptivo);
  });
  afterEach(() => apptivo.close());

  it('APT-16: a note is shown to the customer only when marked so', async () => {
    const wall = async () => {
      const input = { objectId: 59, objectRefId: 77_001, eventType: 'EVENT_TYPES_EXTERNAL' };
      const path = '/app/dao/newsfeed getWallMessagesBySelectedEmployeeIds';
      const { wallEntries } = await api.call<{ wallEntries: Wire[] }>(path, input);
      return wallEntries.map((each) => [
        each['postingObjectRefName'],
        (JSON.parse(String(each['collabObjectJSON'])) as Wire)['noteText'],
      ]);
    };
    expect(await wall()).to.deep.equal([
      ['Harry Porter', 'Any news?'],
      ['Sam Field', 'We look into it'],
    ]);
    await api.call('/app/dao/note createNote', { noteDetails: { ...NOTE, noteText: 'Merci' } });
    await api.call('/app/dao/note createNote', { noteDetails: { ...NOTE, isDisplayToCustomer: 'N' } });
    expect((await wall())[0]).to.deep.equal(['Harry Porter', 'Merci']);
    const input = { selectedObjectId: 59, selectedObjectRefId: 77_001, numRecords: 50 };
    const { data } = await api.call<{ data: Wire[] }>('/app/dao/note getNotes', input);
    expect(data.map((each) => each['isDisplayToCustomer'])).to.have.members(['Y', 'Y', 'Y', 'N', 'N']);
    apptivo.change.showNote({ noteId: 88_001, shown: 'N' });
    expect(await wall()).to.have.length(2);
    apptivo.assumptions.noteTellsFlag = false;
    apptivo.assumptions.notesKey = 'bare';
    const bare = await api.call<Wire[]>('/app/dao/note getNotes', input);
    expect(bare).to.have.length(5);
    expect(bare[0]).not.to.have.property('isDisplayToCustomer');
  });

  it('answers what was not found in the way assumed, and a note raises the case only if assumed to', async () => {
    const updated = async () => (await api.call('cases getById', { caseId: 77_001 }))['lastUpdateDate'];
    const before = await updated();
    const add = () => api.call('/app/dao/note createNote', { noteDetails: NOTE });
    expect(await add()).to.include({ noteText: 'Any news?' });
    expect(await updated()).to.equal(before);
    Object.assign(apptivo.assumptions, { unknownReply: 'empty', noteRaisesUpdate: true });
    expect(await add()).to.deep.equal({});
    expect(await updated()).to.equal('06/10/2025 15:30:00');
    apptivo.assumptions.unknownReply = 'responseObject';
    expect(await add()).to.have.property('responseObject');
  });

  it('APT-15: takes documents up and down, and tells the portal switch only if assumed to', async () => {
    const bytes = Buffer.from([0, 255, 13, 10, 43, 47, 200]);
    const { documentId } = await api.call('/app/dao/document uploadDoc', {
      objectId: 59,
      objectRefId: 77_001,
      docName: 'Störung +1.bin',
      docType: 'bin',
      docSize: bytes.length,
      encodedDocStr: bytes.toString('base64'),
    });
    const list = async () => {
      const path = '/app/dao/document getAllDocumentsByObjectIdObjectRefId';
      return (await api.call<{ aaData: Wire[] }>(path, { objectId: 59, objRefId: 77_001 })).aaData;
    };
    expect((await list()).at(-1)).to.deep.equal({ documentId, documentName: 'Störung +1.bin' });
    const url = await api.call<string>('/app/dao/document getDocumentDownloadUrl', { id: documentId });
    expect(Buffer.from(await (await fetch(url)).arrayBuffer())).to.deep.equal(bytes);
    expect((await fetch(url.replace(/\w+$/, 'guess'))).status).to.equal(403);
    apptivo.assumptions.documentShareKey = 'isPortalShared';
    expect((await list()).map((each) => each['isPortalShared'])).to.deep.equal(['Y', 'N', 'Y']);
    apptivo.change.shareDocument({ documentId: 99_002, shared: true });
    apptivo.change.deleteDocument({ documentId: 99_001 });
    expect((await list()).map((each) => each['isPortalShared'])).to.deep.equal(['Y', 'Y']);
  });

  it('hides notes and documents of a case that is gone from writing', async () => {
    apptivo.change.deleteCase({ caseId: 77_001 });
    expect(await api.reasonOf('/app/dao/note createNote', { noteDetails: NOTE })).to.match(/not found/);
    const upload = { objectId: 59, objectRefId: 77_001, docName: 'a.txt', encodedDocStr: 'YQ==' };
    expect(await api.reasonOf('/app/dao/document uploadDoc', upload)).to.match(/not found/);
  });
});
