using Microsoft.Extensions.Options;

namespace ModelOps.Serving.Batching;

internal sealed class BatchingOptionsValidator : IValidateOptions<BatchingOptions>
{
    public ValidateOptionsResult Validate(string? name, BatchingOptions options)
    {
        ValidateOptionsResultBuilder result = new();
        foreach (string error in BatchingRules.Check(options, BatchingOptions.SectionName)) { result.AddError(error); }
        return result.Build();
    }
}
