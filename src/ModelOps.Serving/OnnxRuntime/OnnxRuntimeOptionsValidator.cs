using Microsoft.Extensions.Options;

namespace ModelOps.Serving.OnnxRuntime;

internal sealed class OnnxRuntimeOptionsValidator : IValidateOptions<OnnxRuntimeOptions>
{
    private const int MaxKeyLength = 1024;   // ONNX Runtime's own limits of an entry
    private const int MaxValueLength = 8192;

    public ValidateOptionsResult Validate(string? name, OnnxRuntimeOptions options)
    {
        ValidateOptionsResultBuilder result = new();
        if (options.IntraOpThreads is < 1 or > 1024)
        {
            result.AddError($"{OnnxRuntimeOptions.SectionName}:{nameof(options.IntraOpThreads)} is {options.IntraOpThreads}. Set it to 1 to 1024; 1 suits most hosts.");
        }

        if (!Enum.IsDefined(options.Memory))
        {
            result.AddError($"{OnnxRuntimeOptions.SectionName}:{nameof(options.Memory)} is '{options.Memory}'. Set Throughput or Dense.");
        }

        if (options.SpinDuration is { } spin && (spin <= TimeSpan.Zero || spin > TimeSpan.FromSeconds(1)))
        {
            result.AddError($"{OnnxRuntimeOptions.SectionName}:{nameof(options.SpinDuration)} is {spin}. Set it above zero and to a second at most, e.g. '00:00:00.0005', or leave it out.");
        }

        if (options.MaxFoldedConstantBytes is < 1)
        {
            result.AddError($"{OnnxRuntimeOptions.SectionName}:{nameof(options.MaxFoldedConstantBytes)} is {options.MaxFoldedConstantBytes}. Set it above 0, e.g. 1048576, or leave it out.");
        }

        if (options.CacheDirectory is not null && string.IsNullOrWhiteSpace(options.CacheDirectory))
        {
            result.AddError($"{OnnxRuntimeOptions.SectionName}:{nameof(options.CacheDirectory)} is '{options.CacheDirectory}'. Give the path of a folder, or leave it out.");
        }

        foreach ((string key, string value) in options.ConfigEntries)
        {
            if (key.Length is 0 or > MaxKeyLength || value is null || value.Length > MaxValueLength)
            {
                result.AddError(
                    $"{OnnxRuntimeOptions.SectionName}:{nameof(options.ConfigEntries)}:{key} is '{value}'. "
                    + $"Give a key of 1 to {MaxKeyLength} characters and a value of at most {MaxValueLength}.");
            }
        }

        return result.Build();
    }
}
