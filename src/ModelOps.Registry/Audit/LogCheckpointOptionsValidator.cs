using Microsoft.Extensions.Options;
using ModelOps.Registry.Signing;

namespace ModelOps.Registry.Audit;

internal sealed class LogCheckpointOptionsValidator : IValidateOptions<LogCheckpointOptions>
{
    private static readonly TimeSpan LeastInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MostInterval = TimeSpan.FromDays(30);

    public ValidateOptionsResult Validate(string? name, LogCheckpointOptions options)
    {
        ValidateOptionsResultBuilder result = new();
        if (!SignedCheckpoint.IsOrigin(options.Origin)) { Fail("Origin", options.Origin, "Name the registry by text without spaces, control characters and '+', such as 'models.example.com/production'."); }
        if (options.Folder is { Length: 0 }) { Fail("Folder", options.Folder, "Name a folder, or leave the setting out."); }
        if (options.Interval < LeastInterval || options.Interval > MostInterval) { Fail("Interval", $"{options.Interval}", "Use one second to 30 days."); }
        if (options.EveryEvents < 1) { Fail("EveryEvents", $"{options.EveryEvents}", "Use 1 or more."); }
        if (options.Signer is null && options.Keys.Count == 0) { Fail("Keys", "empty", "Name a public key whose checkpoints are believed, or set the signer in code."); }
        foreach ((string key, string text) in options.Keys)
        {
            if (SigningPolicy.TryReadKey(key, text)?.Key is not EdwardsVerificationKey) { Fail($"Keys:{key}", "no Ed25519 public key that can be read", "Use PEM, or the path of a file that holds it."); }
        }

        return result.Build();

        void Fail(string key, string value, string mend) => result.AddError($"{LogCheckpointOptions.SectionName}:{key} is '{value}'. {mend}");
    }
}
