using Microsoft.Extensions.Options;

namespace ModelOps.Serving.Auto;

internal sealed class AutoOptionsValidator : IValidateOptions<AutoOptions>
{
    public ValidateOptionsResult Validate(string? name, AutoOptions options)
    {
        ValidateOptionsResultBuilder result = new();
        Check(result, nameof(options.RelativeTolerance), options.RelativeTolerance, "1e-4");
        Check(result, nameof(options.AbsoluteTolerance), options.AbsoluteTolerance, "1e-5");
        if (options.WarmUpTime < TimeSpan.Zero || options.WarmUpTime > TimeSpan.FromMinutes(1))
        {
            result.AddError($"{AutoOptions.SectionName}:{nameof(options.WarmUpTime)} is {options.WarmUpTime}. Set it to 0 to a minute, e.g. '00:00:01'.");
        }

        return result.Build();
    }

    private static void Check(ValidateOptionsResultBuilder result, string property, double value, string example)
    {
        if (!double.IsFinite(value) || value < 0) { result.AddError($"{AutoOptions.SectionName}:{property} is {value}. Set it to 0 or more, e.g. {example}."); }
    }
}
