using Microsoft.Extensions.Options;

namespace ModelOps.Serving;

internal sealed class RolloutOptionsValidator : IValidateOptions<RolloutOptions>
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    public ValidateOptionsResult Validate(string? name, RolloutOptions options)
    {
        ValidateOptionsResultBuilder result = new();
        foreach ((string policyName, RolloutPolicy policy) in options.Policies)
        {
            foreach (string error in RolloutPolicyRules.Check(policy, $"{Key(nameof(options.Policies))}:{policyName}")) { result.AddError(error); }
        }

        CheckInterval(result, nameof(options.EvaluationInterval), options.EvaluationInterval, Shortest);
        CheckInterval(result, nameof(options.PersistInterval), options.PersistInterval, TimeSpan.FromSeconds(1));
        CheckPath(result, nameof(options.StateDirectory), options.StateDirectory);
        CheckPath(result, nameof(options.AuditFile), options.AuditFile);
        return result.Build();
    }

    private static void CheckInterval(ValidateOptionsResultBuilder result, string property, TimeSpan value, TimeSpan shortest)
    {
        if (value < shortest || value > Longest) { result.AddError($"{Key(property)} is {value}. Set it to {shortest} to {Longest}."); }
    }

    private static void CheckPath(ValidateOptionsResultBuilder result, string property, string? value)
    {
        if (value is not null && string.IsNullOrWhiteSpace(value)) { result.AddError($"{Key(property)} is '{value}'. Give a path, or leave it out."); }
    }

    private static string Key(string property) => $"{RolloutOptions.SectionName}:{property}";
}
