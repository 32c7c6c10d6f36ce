namespace ModelOps.Outbound;

/// <summary>A host that a caller named has no address that may be called.</summary>
internal sealed class AddressRefusedException() : Exception("The host has no public address.");
