using System.Text.Json;
using ModelOps.Registry.Http;

namespace ModelOps.Registry.Secrets.Vault;

/// <summary>Says what an answer of Vault that is no success means for the caller.</summary>
internal static class VaultErrors
{
    /// <summary>The error for an answer.</summary>
    /// <param name="what">What was tried, as <c>reading 'ml/registry'</c>.</param>
    /// <param name="answer">The answer.</param>
    public static VaultException Of(string what, ServiceAnswer answer)
    {
        int? status = answer.Status == 0 ? null : answer.Status;
        return status switch
        {
            null when answer.IsTooLong => new(ModelOpsErrorKind.FailedPrecondition, SecretErrorCodes.Rejected, $"Vault {answer.Outcome} to {what}. Keep smaller secrets, or another service is at that address.", null),
            null => Unavailable($"Vault {answer.Outcome} ({what})", $"Check the setting {VaultOptions.SectionName}:{nameof(VaultOptions.Address)} and the network", null, answer),
            403 => new(ModelOpsErrorKind.FailedPrecondition, SecretErrorCodes.Denied, $"Vault does not allow {what}. Check that the token is valid and that a policy allows it.", status),
            401 => new(ModelOpsErrorKind.FailedPrecondition, SecretErrorCodes.Denied, $"Vault knows no caller for {what}. Check how the client logs in.", status),
            404 => new(ModelOpsErrorKind.NotFound, SecretErrorCodes.NotFound, $"Vault has nothing for {what}. Check the path, the mount and the namespace; the key-value engine must be version 2.", status),
            400 when Says(answer, "check-and-set") => new(ModelOpsErrorKind.Conflict, SecretErrorCodes.Conflict, $"The secret is not at the version expected for {what}. Read it again, and decide again whether to write.", status),
            400 => new(ModelOpsErrorKind.InvalidArgument, SecretErrorCodes.Rejected, $"Vault refused {what} as wrong. Check the names, the role and the type of the key; Vault's audit log has the details.", status),
            503 when Says(answer, "sealed") => Unavailable("Vault is sealed", "Unseal it", status, answer),
            429 => Unavailable($"Vault's quota for {what} is used up, or the node is a standby", "Try again later", status, answer),
            472 or 473 => Unavailable("The node is a standby that does not serve this request", "Send requests to the active node", status, answer),
            >= 300 and < 400 => new(ModelOpsErrorKind.FailedPrecondition, SecretErrorCodes.Rejected, $"Vault redirects {what} to a host that is not named in {VaultOptions.SectionName}:{nameof(VaultOptions.RedirectHosts)}, so the token was not sent there. Name it, or use the active node's address.", status),
            408 or 412 or >= 500 => Unavailable($"Vault answered {status} to {what}", "Try again later; Vault's log has the details", status, answer),
            _ => new(ModelOpsErrorKind.FailedPrecondition, SecretErrorCodes.Rejected, $"Vault answered {status} to {what}, which is not an answer of its API. Check the address.", status),
        };
    }

    public static VaultException Malformed(string what) => new(
        ModelOpsErrorKind.FailedPrecondition, SecretErrorCodes.Rejected, $"The answer to {what} is not one of Vault's API. Check the address and the mount.", 200);

    private static VaultException Unavailable(string what, string mend, int? status, ServiceAnswer answer) =>
        new(ModelOpsErrorKind.Unavailable, SecretErrorCodes.Unavailable, $"{what}. {mend}.", status) { RetryAfter = answer.RetryAfter ?? TimeSpan.FromSeconds(1) };

    // Looked at, never repeated: an error text may quote what was sent.
    private static bool Says(ServiceAnswer answer, string word)
    {
        using JsonDocument? json = JsonBody.Parse(answer.Body);
        return json?.RootElement.At("errors") is { ValueKind: JsonValueKind.Array } errors
            && errors.EnumerateArray().Any(e => e.ValueKind == JsonValueKind.String && e.GetString()!.Contains(word, StringComparison.OrdinalIgnoreCase));
    }
}
