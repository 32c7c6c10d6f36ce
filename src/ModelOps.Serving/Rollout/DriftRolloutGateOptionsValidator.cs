using Microsoft.Extensions.Options;

namespace ModelOps.Serving;

internal sealed class DriftRolloutGateOptionsValidator : IValidateOptions<DriftRolloutGateOptions>
{
    public ValidateOptionsResult Validate(string? name, DriftRolloutGateOptions options)
    {
        const string Key = DriftRolloutGateOptions.SectionName;
        List<string> failures = [];
        if (!Enum.IsDefined(options.OnDrift) || options.OnDrift == RolloutGateAction.Pass) { failures.Add($"{Key}:OnDrift is {options.OnDrift}. Set it to Hold or RollBack."); }
        if (!Enum.IsDefined(options.WhenUnknown)) { failures.Add($"{Key}:WhenUnknown is {options.WhenUnknown}. Set it to Pass, Hold or RollBack."); }
        if (options.MaxAge < TimeSpan.FromSeconds(1) || options.MaxAge > TimeSpan.FromDays(30)) { failures.Add($"{Key}:MaxAge is {options.MaxAge}. Set it from 1 second to 30 days, e.g. 1:00:00."); }
        if (options.Timeout < TimeSpan.FromMilliseconds(10) || options.Timeout > TimeSpan.FromMinutes(1)) { failures.Add($"{Key}:Timeout is {options.Timeout}. Set it from 10 ms to 1 minute, e.g. 0:00:05."); }
        return failures.Count > 0 ? ValidateOptionsResult.Fail(failures) : ValidateOptionsResult.Success;
    }
}
