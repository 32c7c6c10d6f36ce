using Microsoft.Extensions.Options;
using ModelOps.Drift.Detectors;

namespace ModelOps.Drift.Validation;

internal sealed class DriftOptionsValidator(IEnumerable<IDriftDetector> detectors) : IValidateOptions<DriftOptions>
{
    public ValidateOptionsResult Validate(string? name, DriftOptions options) =>
        DriftOptionsRules.Failures(options, [.. detectors]) is { Count: > 0 } failures
            ? ValidateOptionsResult.Fail(failures)
            : ValidateOptionsResult.Success;
}
