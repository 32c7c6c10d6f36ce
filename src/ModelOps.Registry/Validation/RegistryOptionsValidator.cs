using Microsoft.Extensions.Options;
using ModelOps.Registry.Core;

namespace ModelOps.Registry.Validation;

internal sealed class RegistryOptionsValidator : IValidateOptions<RegistryOptions>
{
    public ValidateOptionsResult Validate(string? name, RegistryOptions options)
    {
        ValidateOptionsResultBuilder result = new();
        if (string.IsNullOrWhiteSpace(options.Path) || options.Path.Contains('\0', StringComparison.Ordinal))
        {
            Fail(nameof(options.Path), options.Path, "Name a folder, such as 'modelops-registry'.");
        }

        if (options.PollInterval < TimeSpan.FromMilliseconds(10) || options.PollInterval > TimeSpan.FromHours(1))
        {
            Fail(nameof(options.PollInterval), options.PollInterval, "Use 00:00:00.01 to 01:00:00.");
        }

        if (options.BusyTimeout < TimeSpan.FromSeconds(1) || options.BusyTimeout > TimeSpan.FromMinutes(10))
        {
            Fail(nameof(options.BusyTimeout), options.BusyTimeout, "Use 00:00:01 to 00:10:00.");
        }

        if (options.MaxVersionBytes < 1) { Fail(nameof(options.MaxVersionBytes), options.MaxVersionBytes, "Use 1 or more."); }
        CheckStages(options.Stages, Fail);
        return result.Build();

        void Fail(string key, object? value, string mend) => result.AddError($"{RegistryOptions.SectionName}:{key} is '{value}'. {mend}");
    }

    private static void CheckStages(IDictionary<string, IList<string>> stages, Action<string, object?, string> fail)
    {
        foreach ((string stage, IList<string> next) in stages)
        {
            string key = $"{nameof(RegistryOptions.Stages)}:{stage}";
            if (stage is StageRules.Any || string.IsNullOrWhiteSpace(stage) || stage.Length > RegistryLimits.MaxTokenLength)
            {
                fail(key, stage, $"Name a stage in 1 to {RegistryLimits.MaxTokenLength} characters, other than '{StageRules.Any}'.");
            }

            foreach (string unknown in next.Where(n => n != StageRules.Any && !stages.Keys.Contains(n, StringComparer.OrdinalIgnoreCase)))
            {
                fail(key, unknown, $"Name stages that are declared, or '{StageRules.Any}'.");
            }
        }
    }
}
