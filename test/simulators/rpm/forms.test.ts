import { expect } from 'chai';

import { startRpmSimulator, type RpmSimulator } from './start-rpm-simulator.js';
import { STORY_PROCESS } from './story-forms.js';
import { callRpm, type RpmCaller, type WireForm } from './test-caller.js';

describe('simulators/rpm: forms', () => {
  let rpm: RpmSimulator;
  let api: RpmCaller;

  beforeEach(async () => {
    rpm = await startRpmSimulator();
    api = callRpm(rpm);
  });
  afterEach(() => rpm.close());

  const ProcessID = STORY_PROCESS.ticket;
  const userIds = (form: WireForm): number[] => form.Participants.map(({ UserID }) => UserID);
  const field = (form: WireForm, uid: string) => form.Fields.find(({ Uid }) => Uid === uid);

  it('answers a form with values, references, notes, files and participants of all kinds', async () => {
    const form = await api.form(31007);
    expect(form).to.include({ Number: 'TT-0042', Title: 'TT-0042 Line down', Status: 'Open' });
    expect(field(form, '522_77')).to.include({ Value: 'Northwind Fibre', ID: 4021 });
    expect(field(form, '500_303')?.Values).to.deep.equal(['Fibre', 'Voice']);
    expect(field(form, '500_304')?.Value).to.equal('6/9/2025');
    expect(userIds(form)).to.deep.equal([300, 310, 320, 70021]);
    expect(form.Notes.map(({ By }) => By)).to.deep.equal(['Sam Field', 'Ada Moreau']);
    expect(form.Notes[0]).to.have.all.keys('Note', 'Added', 'By');
    expect(form.Files.map(({ StaffOnly }) => StaffOnly)).to.deep.equal([false, true]);
    const byNumber = { Process: 'Trouble Ticket', FormNumber: 'TT-0042' };
    expect(await api.result('ProcForm', byNumber)).to.have.nested.property('Form.FormID', 31007);
  });

  it('writes a missing customer in both ways', async () => {
    expect(field(await api.form(31011), '522_77')).not.to.have.property('ID');
    expect(field(await api.form(31012), '522_77')).to.include({ ID: 0, Value: '' });
  });

  it('leaves archived forms out of the default view, and trashed ones out of everything', async () => {
    const numbersIn = async (name: string, input: object): Promise<string[]> => {
      const { Forms } = await api.result<{ Forms: { N?: string; Values?: string[] }[] }>(name, input);
      return Forms.map(({ N, Values }) => N ?? Values?.[0] ?? '');
    };
    expect(await numbersIn('ProcForms', { ProcessID })).not.to.include('TT-0041');
    expect(await numbersIn('ProcForms', { ProcessID, ViewID: 1202 })).to.include('TT-0041');
    expect(await numbersIn('ProcFormList', { ProcessID })).not.to.include('TT-0041');
    const all = await numbersIn('ProcFormList', { ProcessID, IncludeArchived: true });
    expect(all).to.include('TT-0041').and.not.to.include('TT-0040');
    expect(await api.errorOf('ProcForm', { FormID: 31014 })).to.equal('Form not found');
    expect(await api.errorOf('ProcForm', { FormID: 31014, AllowTrashed: true })).to.equal(undefined);
    const view = await api.result<{ Columns: string[]; ColumnUids: string[] }>('ProcForms', { ProcessID });
    expect(view.Columns).to.deep.equal(['Number', 'Status', 'Customer', 'Subject', 'Modified']);
    expect(view.ColumnUids[0]).to.equal('710_34');
    const references = await api.result<{ Forms: { ID: number; References: number[] }[] }>('ProcFormList', {
      ProcessID,
      ReferenceType: 5,
    });
    expect(references.Forms.find(({ ID }) => ID === 31007)?.References).to.deep.equal([4021]);
  });

  it('ignores unknown fields and empties wrong options without a word', async () => {
    const { Form: form } = await api.result<{ Form: WireForm }>('ProcFormAdd', {
      ProcessID,
      Form: {
        AlternateID: '7d1c2f0e-0000-4000-8000-000000000001',
        Status: 'Waiting',
        Fields: [
          { Field: 'Subject', Value: 'No dial tone' },
          { Field: 'Severity', Value: 'Terrible' },
          { Uid: '522_77', ID: 4050 },
          { Field: 'Urgent', Value: 'n' },
          { Field: 'Discount', Value: '5' },
          { Field: 'Nothing like it', Value: 'x' },
        ],
      },
    });
    expect(form).to.include({ Number: 'TT-0010', Status: 'Waiting' });
    expect(field(form, '500_301')?.Value).to.equal('');
    expect(field(form, '500_306')?.Value).to.equal('');
    expect(field(form, '500_305')?.Value).to.equal('No');
    expect(field(form, '522_77')).to.include({ ID: 4050, Value: 'Delta Towing' });
    expect(userIds(form)).to.deep.equal([310]);
    const again = { ProcessID, Form: { AlternateID: form.AlternateID } };
    expect(await api.errorOf('ProcFormAdd', again)).to.be.a('string');
    rpm.assumptions.repeatedAlternateId = 'existing';
    expect(await api.result('ProcFormAdd', again)).to.have.nested.property('Form.FormID', form.FormID);
  });

  it('clears a field only when told to overwrite', async () => {
    const edit = { Form: { FormID: 31007, Owner: 'Tess Rivera', Fields: [{ Uid: '500_300', Value: '' }] } };
    await api.result('ProcFormEdit', edit);
    expect(field(await api.form(31007), '500_300')?.Value).to.equal('Line down');
    await api.result('ProcFormEdit', { ...edit, OverwriteWithNull: true });
    const form = await api.form(31007);
    expect(field(form, '500_300')?.Value).to.equal('');
    expect(userIds(form)).to.include(301);
  });

  it('RPM-19: adds an enabled customer user, once, into an open process', async () => {
    const add = (FormID: number, user: object): Promise<string | undefined> =>
      api.errorOf('ProcFormParticipantAdd', { Form: { FormID }, ...user });
    expect(await add(31015, { UserID: 70021 })).to.equal(undefined);
    const before = await api.age('ProcessForms', ProcessID);
    expect(await add(31015, { Username: 'ada.moreau' })).to.equal(undefined);
    expect(userIds(await api.form(31015))).to.deep.equal([300, 70021]);
    expect(await api.age('ProcessForms', ProcessID)).to.equal(before);
    expect(rpm.dump().mails).to.have.length(1);
    expect(await add(31015, { UserID: 70022 })).to.equal('User not allowed');
    expect(await add(31015, { UserID: 70025 })).to.equal('User not allowed');
    expect(await add(31015, { UserID: 70027 })).to.equal('User not found');
    expect(await add(31015, { Username: 'nobody' })).to.equal('User not found');
    expect(await add(31030, { UserID: 70023 })).to.equal('User not allowed');
    expect(await add(31013, { UserID: 70023 })).to.equal('Permission denied');
  });

  it('notes under the name of a portal user', async () => {
    await api.result('ProcFormNoteAdd', { Form: { FormID: 31015, Note: 'Merci ✓', NoteBy: 'carla.diaz' } });
    expect((await api.form(31015)).Notes.at(-1)).to.include({ Note: 'Merci ✓', By: 'Carla Díaz' });
    const nobody = { Form: { FormID: 31015, Note: 'x', NoteBy: 'nobody' } };
    expect(await api.errorOf('ProcFormNoteAdd', nobody)).to.equal('Username not found');
  });

  it('takes and gives files, where the API user takes part', async () => {
    const File = Buffer.from('hello').toString('base64');
    expect(await api.errorOf('ProcFormFileAdd', { FormID: 31015, File, Name: 'a.txt' })).to.equal(
      'Permission denied',
    );
    const added = await api.result<{ FileAttachment: { FileID: number } }>('ProcFormFileAdd', {
      FormID: 31007,
      File,
      Name: 'a.txt',
    });
    const { FileID } = added.FileAttachment;
    expect(await api.result('ProcFormFile', { FileID })).to.deep.equal({ File });
    const { DownloadUrl } = await api.result<{ DownloadUrl: string }>('ProcFormFile', {
      FileID,
      ReturnDownloadUrl: true,
    });
    expect(await (await fetch(DownloadUrl)).text()).to.equal('hello');
    await api.result('ProcFormFileEdit', { FileID, IsStaffOnly: true });
    expect((await api.form(31007)).Files.at(-1)).to.include({ Size: 5, StaffOnly: true });
  });

  it('puts forms away and back', async () => {
    expect(await api.result('ProcFormArchive', { FormID: 31015 })).to.deep.equal({ Success: true });
    expect((await api.form(31015)).Archived).to.equal(true);
    await api.result('ProcFormActivate', { FormID: 31015 });
    await api.result('ProcFormTrash', { FormID: 31015 });
    expect(await api.errorOf('ProcForm', { FormID: 31015 })).to.equal('Form not found');
    await api.result('ProcFormRestore', { FormID: 31015 });
    expect((await api.form(31015)).Archived).to.equal(false);
  });
});
