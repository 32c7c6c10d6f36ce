namespace ModelOps.Registry.Secrets.Vault;

/// <summary>A token and its life. A class without a printed form, so that the value cannot slip into a log.</summary>
internal sealed class VaultToken(string value, DateTimeOffset issuedAt, TimeSpan? lease, bool isRenewable)
{
    public string Value => value;

    /// <summary>Life from when it was issued or last renewed; null when it does not end.</summary>
    public TimeSpan? Lease => lease;

    public bool IsRenewable => isRenewable;

    public bool HasExpired(DateTimeOffset now) => lease is { } life && now >= issuedAt + life;

    /// <summary>At two thirds of its life, which leaves a third for attempts.</summary>
    public DateTimeOffset? RenewAt => lease is { } life ? issuedAt + (life * (2.0 / 3)) : null;

    public override string ToString() => nameof(VaultToken);
}
