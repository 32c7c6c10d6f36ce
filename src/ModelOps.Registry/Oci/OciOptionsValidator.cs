using System.Globalization;
using Microsoft.Extensions.Options;

namespace ModelOps.Registry.Oci;

internal sealed class OciOptionsValidator : IValidateOptions<OciOptions>
{
    public static OciOptions Ensure(OciOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ValidateOptionsResult result = new OciOptionsValidator().Validate(null, options);
        return result.Failed ? throw new OptionsValidationException(OciOptions.SectionName, typeof(OciOptions), result.Failures) : options;
    }

    public ValidateOptionsResult Validate(string? name, OciOptions options)
    {
        ValidateOptionsResultBuilder result = new();
        Range(nameof(options.MaxRetries), options.MaxRetries, 0, 20);
        Range(nameof(options.MaxConcurrency), options.MaxConcurrency, 1, 32);
        Range(nameof(options.ChunkBytes), options.ChunkBytes, 64 << 10, 4L << 30);
        Range(nameof(options.MaxManifestBytes), options.MaxManifestBytes, 4 << 10, 64 << 20);
        Range(nameof(options.MaxAttachmentBytes), options.MaxAttachmentBytes, 1, 1 << 30);
        Range(nameof(options.MaxModelBytes), options.MaxModelBytes, 1, long.MaxValue);
        Range(nameof(options.MaxTags), options.MaxTags, 1, 1_000_000);
        Time(nameof(options.StallTimeout), options.StallTimeout, TimeSpan.FromTicks(1), TimeSpan.FromHours(1));
        Time(nameof(options.RetryDelay), options.RetryDelay, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Time(nameof(options.MaxRetryDelay), options.MaxRetryDelay, TimeSpan.Zero, TimeSpan.FromHours(1));
        foreach (string registry in options.PlainHttpRegistries)
        {
            if (!OciReference.TryParse($"{registry}/x", out _) && !OciReference.TryParse($"{registry}:80/x", out _))
            {
                Add(nameof(options.PlainHttpRegistries), $"has '{registry}'", "Write each as host or host:port, without a scheme");
            }
        }

        return result.Build();

        void Range(string key, long value, long least, long most)
        {
            if (value < least || value > most) { Add(key, string.Create(CultureInfo.InvariantCulture, $"is {value}"), string.Create(CultureInfo.InvariantCulture, $"Set it to {least} to {most}")); }
        }

        void Time(string key, TimeSpan value, TimeSpan least, TimeSpan most)
        {
            if (value < least || value > most) { Add(key, $"is {value}", $"Set it to a time from {least} to {most}"); }
        }

        void Add(string key, string found, string mend) => result.AddError($"{OciOptions.SectionName}:{key} {found}. {mend}.");
    }
}
