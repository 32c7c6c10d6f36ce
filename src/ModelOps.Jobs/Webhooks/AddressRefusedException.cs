namespace ModelOps.Jobs;

/// <summary>A webhook's host has no address that may be called.</summary>
internal sealed class AddressRefusedException() : Exception("The webhook's host has no public address.");
