using Microsoft.Extensions.Logging;

namespace ModelOps.Registry.Diagnostics;

/// <summary>Events 3080 to 3089: secrets and training jobs.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 3080, EventName = "VaultLoggedIn", Level = LogLevel.Information,
        Message = "Logged in to Vault; the token lives for {Lease}.")]
    public static partial void VaultLoggedIn(this ILogger logger, TimeSpan? lease);

    [LoggerMessage(EventId = 3081, EventName = "VaultTokenRenewed", Level = LogLevel.Debug,
        Message = "Renewed the token of Vault; it lives for {Lease}.")]
    public static partial void VaultTokenRenewed(this ILogger logger, TimeSpan? lease);

    [LoggerMessage(EventId = 3082, EventName = "VaultRenewalFailed", Level = LogLevel.Warning,
        Message = "The token of Vault could not be renewed; trying again in {Pause}.")]
    public static partial void VaultRenewalFailed(this ILogger logger, TimeSpan pause, Exception exception);

    [LoggerMessage(EventId = 3083, EventName = "VaultSecretKept", Level = LogLevel.Warning,
        Message = "Vault cannot answer, so the value of '{Name}' that was read before is still used.")]
    public static partial void VaultSecretKept(this ILogger logger, string name, Exception exception);
}
