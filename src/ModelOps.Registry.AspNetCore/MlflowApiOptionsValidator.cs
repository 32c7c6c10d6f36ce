using Microsoft.Extensions.Options;
using ModelOps.Registry.AspNetCore.Mlflow.Artifacts;

namespace ModelOps.Registry.AspNetCore;

internal sealed class MlflowApiOptionsValidator : IValidateOptions<MlflowApiOptions>
{
    private const int SmallestBody = 1024;
    private const int LargestBody = 1 << 30;

    public ValidateOptionsResult Validate(string? name, MlflowApiOptions options)
    {
        ValidateOptionsResultBuilder result = new();
        if (options.MaxRequestBodyBytes is < SmallestBody or > LargestBody)
        {
            Fail(nameof(options.MaxRequestBodyBytes), options.MaxRequestBodyBytes, $"Use {SmallestBody} to {LargestBody}.");
        }

        if (options.MaxArtifactBytes < 1) { Fail(nameof(options.MaxArtifactBytes), options.MaxArtifactBytes, "Use 1 or more."); }
        if (options.SignedLifetime < TimeSpan.FromMinutes(1) || options.SignedLifetime > TimeSpan.FromDays(7))
        {
            Fail(nameof(options.SignedLifetime), options.SignedLifetime, "Use 00:01:00 to 7.00:00:00.");
        }

        if (options.SigningKey is { } key && SignedAddresses.ReadKey(key) is null)
        {
            result.AddError($"{MlflowApiOptions.SectionName}:{nameof(options.SigningKey)} is not a key. Use {SignedAddresses.MinKeyBytes} random bytes or more in base64."); // the value is a secret
        }

        Check(nameof(options.ReadPolicy), options.ReadPolicy);
        Check(nameof(options.WritePolicy), options.WritePolicy);
        Check(nameof(options.ManagePolicy), options.ManagePolicy);
        return result.Build();

        void Check(string key, string? policy)
        {
            if (policy is not null && string.IsNullOrWhiteSpace(policy)) { Fail(key, policy, "Name a policy of AddAuthorization(), or leave the setting out for the default policy."); }
        }

        void Fail(string key, object? value, string mend) => result.AddError($"{MlflowApiOptions.SectionName}:{key} is '{value}'. {mend}");
    }
}
