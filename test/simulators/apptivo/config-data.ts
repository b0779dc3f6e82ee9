import type { AppName, Choice } from './apptivo-data.js';
import type { ApptivoState } from './apptivo-state.js';

/** `getConfigData`: needed to turn labels into ids; `webLayout` is a JSON text inside it (apptivo.md §3.1). */
export function configData(state: ApptivoState, app: AppName): object {
  const { firm } = state.data;
  return {
    dateFormat: firm.dateFormat,
    phoneTypes: [
      { phoneType: 'Business', phoneTypeCode: 'PHONE_BUSINESS' },
      { phoneType: 'Mobile', phoneTypeCode: 'PHONE_MOBILE' },
    ],
    emailTypes: [{ emailType: 'Business', emailTypeCode: 'BUSINESS' }],
    addressTypes: [{ addressType: 'Billing Address', addressTypeCode: '1' }],
    webLayout: webLayout(state, app),
    ...(app === 'customers' && {
      [state.assumptions.customerStatusKey]: statuses(firm.customerStatuses),
    }),
    ...(app === 'contacts' && { statuses: statuses(firm.contactStatuses) }),
    ...(app === 'cases' && casesConfig(state)),
  };
}

function casesConfig({ data: { firm }, assumptions: { portalLevelNames } }: ApptivoState): object {
  return {
    statuses: statuses(firm.caseStatuses),
    types: firm.caseTypes.map(({ id, name }) => ({ typeId: id, typeName: name })),
    priorities: firm.casePriorities,
    caseSources: firm.caseSources.map(({ id, name }) => ({ caseSourceId: id, caseSourceName: name })),
    isCasesPortalEnabled: firm.isCasesPortalEnabled,
    casesPortalTabName: 'Cases',
    portalViewAccessLevel: portalLevelNames[firm.portalViewAccessLevel],
    portalEditAccessLevel: portalLevelNames[firm.portalEditAccessLevel],
    portalIsParentCustomerVisibility: firm.portalIsParentCustomerVisibility,
    isKbPortalEnabled: 'N',
  };
}

function statuses(choices: Choice[]): object[] {
  return choices.map(({ id, name }) => ({
    statusId: id,
    statusName: name,
    statusCode: name.toUpperCase().replaceAll(' ', '_'),
    meaning: name,
    isEnabled: 'Y',
  }));
}

function webLayout({ data: { firm }, assumptions }: ApptivoState, app: AppName): string {
  const [idKey, nameKey] = assumptions.optionKeys;
  const attributes = firm.layout[app].map(({ attributeId, label, tagName, options = [] }) => ({
    attributeId,
    label: { modifiedLabel: label },
    right: [{ tagName, optionValueList: options.map(({ id, name }) => ({ [idKey]: id, [nameKey]: name })) }],
  }));
  return JSON.stringify({ sections: [{ label: 'Information', attributes }] });
}
