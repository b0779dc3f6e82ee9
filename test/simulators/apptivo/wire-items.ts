/** As on the wire (apptivo.md §5); the value of a `date` is kept as `2025-06-02`. */
export interface CustomAttribute {
  customAttributeId: string;
  customAttributeName: string;
  customAttributeTagName: string;
  customAttributeType: string;
  customAttributeValue: string;
  customAttributeValueId?: string;
  attributeValues?: { attributeId: string; attributeValue: string }[];
  fieldType?: string;
}

export interface MailItem {
  id: string;
  emailAddress: string;
  emailType: string;
  emailTypeCode: string;
}

export interface PhoneItem {
  id: string;
  phoneNumber: string;
  phoneType: string;
  phoneTypeCode: string;
}

export interface AddressItem {
  addressId: number;
  addressType: string;
  addressLine1: string;
  city: string;
  zipCode: string;
  countryName: string;
  countryCode: string;
}
