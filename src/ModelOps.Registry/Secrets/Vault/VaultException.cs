namespace ModelOps.Registry.Secrets.Vault;

/// <summary>Vault refused or could not answer. Neither secrets nor tokens nor anything that Vault wrote is part of the error.</summary>
public sealed class VaultException : ModelOpsException
{
    internal VaultException(ModelOpsErrorKind kind, string code, string message, int? status)
        : base(kind, code, message) => Status = status;

    /// <summary>HTTP status that Vault answered with; null when there was no answer.</summary>
    public int? Status { get; }
}
