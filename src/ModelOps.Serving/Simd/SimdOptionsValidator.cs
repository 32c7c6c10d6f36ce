using Microsoft.Extensions.Options;

namespace ModelOps.Serving.Simd;

internal sealed class SimdOptionsValidator : IValidateOptions<SimdOptions>
{
    public ValidateOptionsResult Validate(string? name, SimdOptions options)
    {
        ValidateOptionsResultBuilder result = new();
        if (options.MaxDegreeOfParallelism is < 1 or > 64)
        {
            result.AddError($"{SimdOptions.SectionName}:{nameof(options.MaxDegreeOfParallelism)} is {options.MaxDegreeOfParallelism}. Set it to 1 to 64; 1 suits most hosts.");
        }

        if (options.MinRowsPerThread < 1)
        {
            result.AddError($"{SimdOptions.SectionName}:{nameof(options.MinRowsPerThread)} is {options.MinRowsPerThread}. Set it to 1 or more; 256 suits most models.");
        }

        return result.Build();
    }
}
