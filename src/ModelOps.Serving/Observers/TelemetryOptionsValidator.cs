using Microsoft.Extensions.Options;

namespace ModelOps.Serving.Observers;

internal sealed class TelemetryOptionsValidator : IValidateOptions<TelemetryOptions>
{
    public ValidateOptionsResult Validate(string? name, TelemetryOptions options) => options.SlowCallThreshold <= TimeSpan.Zero
        ? ValidateOptionsResult.Fail(
            $"{TelemetryOptions.SectionName}:{nameof(options.SlowCallThreshold)} is {options.SlowCallThreshold}. Set it above zero, e.g. '00:00:00.100', or leave it out.")
        : ValidateOptionsResult.Success;
}
