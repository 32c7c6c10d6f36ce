using Microsoft.Extensions.Options;
using ModelOps.Drift.Alerts;

namespace ModelOps.Drift.Validation;

internal sealed class RetrainOnDriftOptionsValidator : IValidateOptions<RetrainOnDriftOptions>
{
    public ValidateOptionsResult Validate(string? name, RetrainOnDriftOptions options) => Failures(options).ToArray() is { Length: > 0 } failures
        ? ValidateOptionsResult.Fail(failures)
        : ValidateOptionsResult.Success;

    private static IEnumerable<string> Failures(RetrainOnDriftOptions options)
    {
        const string Key = RetrainOnDriftOptions.SectionName;
        if (SinkRules.Range(Key, nameof(options.Timeout), options.Timeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5)) is { } timeout) { yield return timeout; }
        foreach ((string model, RetrainingRule rule) in options.Models)
        {
            string key = $"{Key}:Models:{model}";
            if (!ModelReference.IsName(model)) { yield return $"{key} is no name of a model: {ModelReference.NameRule}."; }
            if (string.IsNullOrEmpty(rule.Job)) { yield return $"{key}:Job is missing. Name the job, DAG or pipeline that trains the model."; }
            if (rule.Windows is < 1 or > 1000) { yield return $"{key}:Windows is {rule.Windows}. Set it from 1 to 1000, e.g. 3."; }
            if (!(rule.MinDriftedShare is >= 0 and <= 1)) { yield return $"{key}:MinDriftedShare is {rule.MinDriftedShare}. Set it from 0 to 1, e.g. 0.2."; }
            if (!(rule.MinImportance is >= 0 and <= 1)) { yield return $"{key}:MinImportance is {rule.MinImportance}. Set it from 0 to 1, e.g. 0.3."; }
            if (rule.MinImportance > 0 && rule.Importances.Count == 0) { yield return $"{key}:MinImportance is {rule.MinImportance}, and Importances is empty. Give the importances of the model's features."; }
            if (rule.Parameters.Count > 253) { yield return $"{key}:Parameters has {rule.Parameters.Count} entries. Give at most 253; three are added."; }
            if (rule.TimeLimit <= TimeSpan.Zero) { yield return $"{key}:TimeLimit is {rule.TimeLimit}. Set it above zero, or leave it out."; }
            if (SinkRules.Range(key, nameof(rule.Cooldown), rule.Cooldown, TimeSpan.Zero, TimeSpan.FromDays(90)) is { } cooldown) { yield return cooldown; }
        }
    }
}
