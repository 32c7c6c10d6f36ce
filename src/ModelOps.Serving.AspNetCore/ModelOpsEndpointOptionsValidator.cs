using Microsoft.Extensions.Options;

namespace ModelOps.Serving.AspNetCore;

internal sealed class ModelOpsEndpointOptionsValidator : IValidateOptions<ModelOpsEndpointOptions>
{
    private const int Largest = 1 << 30;
    private const int MaxRoutedHeaders = 32;

    public ValidateOptionsResult Validate(string? name, ModelOpsEndpointOptions options)
    {
        ValidateOptionsResultBuilder result = new();
        CheckSizes(result, options);
        CheckHeader(result, nameof(options.TenantHeader), options.TenantHeader);
        CheckHeader(result, nameof(options.RoutingKeyHeader), options.RoutingKeyHeader);
        CheckHeader(result, nameof(options.IdempotencyKeyHeader), options.IdempotencyKeyHeader);
        CheckHeader(result, nameof(options.TimeoutHeader), options.TimeoutHeader);
        if (!string.IsNullOrEmpty(options.TenantHeader) && !string.IsNullOrEmpty(options.TenantClaim))
        {
            result.AddError(
                $"{Key(nameof(options.TenantHeader))} is '{options.TenantHeader}' while {nameof(options.TenantClaim)} is '{options.TenantClaim}'. "
                + $"Set one of them; {nameof(options.TenantClaim)} is the safe one.");
        }

        if (options.RoutedHeaders.Count > MaxRoutedHeaders)
        {
            result.AddError($"{Key(nameof(options.RoutedHeaders))} has {options.RoutedHeaders.Count} names. Name at most {MaxRoutedHeaders}.");
        }

        for (int i = 0; i < options.RoutedHeaders.Count; i++)
        {
            string key = $"{nameof(options.RoutedHeaders)}:{i}";
            if (string.IsNullOrEmpty(options.RoutedHeaders[i])) { result.AddError($"{Key(key)} is empty. Name a header, or leave it out."); }
            CheckHeader(result, key, options.RoutedHeaders[i]);
        }

        return result.Build();
    }

    private static void CheckSizes(ValidateOptionsResultBuilder result, ModelOpsEndpointOptions options)
    {
        if (options.MaxRequestBodyBytes is <= 0 or > Largest)
        {
            result.AddError($"{Key(nameof(options.MaxRequestBodyBytes))} is {options.MaxRequestBodyBytes}. Set it to a number of bytes from 1 to {Largest}.");
        }
        else if (options.MaxBufferedBytes < options.MaxRequestBodyBytes)
        {
            result.AddError(
                $"{Key(nameof(options.MaxBufferedBytes))} is {options.MaxBufferedBytes}. "
                + $"Set it to {nameof(options.MaxRequestBodyBytes)}, which is {options.MaxRequestBodyBytes}, or more.");
        }

        if (options.MinCompressedBytes < 0)
        {
            result.AddError($"{Key(nameof(options.MinCompressedBytes))} is {options.MinCompressedBytes}. Set it to a number of bytes, 0 or more.");
        }
    }

    private static void CheckHeader(ValidateOptionsResultBuilder result, string property, string? header)
    {
        if (header?.All(static c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal)) == false)
        {
            result.AddError($"{Key(property)} is '{header}', which is no name of a header. Use letters, digits and '-', e.g. 'ModelOps-Tenant'.");
        }
    }

    private static string Key(string property) => $"{ModelOpsEndpointOptions.SectionName}:{property}";
}
