namespace ModelOps.Drift.Buckets;

/// <summary>One replica that can be asked.</summary>
/// <param name="Base">Where, with a numeric host, so that it is this one that is asked; without a slash at the end.</param>
/// <param name="HostHeader">Name and port that its certificate and its proxy know it by.</param>
internal readonly record struct Peer(string Base, string HostHeader);
