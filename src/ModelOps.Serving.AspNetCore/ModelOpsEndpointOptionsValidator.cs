using Microsoft.Extensions.Options;

namespace ModelOps.Serving.AspNetCore;

internal sealed class ModelOpsEndpointOptionsValidator : IValidateOptions<ModelOpsEndpointOptions>
{
    private const int Largest = 1 << 30;

    public ValidateOptionsResult Validate(string? name, ModelOpsEndpointOptions options)
    {
        ValidateOptionsResultBuilder result = new();
        if (options.MaxRequestBodyBytes is <= 0 or > Largest)
        {
            result.AddError(
                $"{ModelOpsEndpointOptions.SectionName}:{nameof(options.MaxRequestBodyBytes)} is {options.MaxRequestBodyBytes}. "
                + $"Set it to a number of bytes from 1 to {Largest}.");
        }
        else if (options.MaxBufferedBytes < options.MaxRequestBodyBytes)
        {
            result.AddError(
                $"{ModelOpsEndpointOptions.SectionName}:{nameof(options.MaxBufferedBytes)} is {options.MaxBufferedBytes}. "
                + $"Set it to {nameof(options.MaxRequestBodyBytes)}, which is {options.MaxRequestBodyBytes}, or more.");
        }

        return result.Build();
    }
}
