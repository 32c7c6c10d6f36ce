using Microsoft.Extensions.Options;

namespace ModelOps.Serving.AspNetCore;

internal sealed class ModelOpsEndpointOptionsValidator : IValidateOptions<ModelOpsEndpointOptions>
{
    private const int Largest = 1 << 30;

    public ValidateOptionsResult Validate(string? name, ModelOpsEndpointOptions options) =>
        options.MaxRequestBodyBytes is > 0 and <= Largest
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{ModelOpsEndpointOptions.SectionName}:{nameof(options.MaxRequestBodyBytes)} is {options.MaxRequestBodyBytes}. "
                + $"Set it to a number of bytes from 1 to {Largest}.");
}
