using Microsoft.Extensions.Options;

namespace ModelOps.Registry.Validation;

internal sealed class TrackingOptionsValidator : IValidateOptions<TrackingOptions>
{
    public ValidateOptionsResult Validate(string? name, TrackingOptions options)
    {
        ValidateOptionsResultBuilder result = new();
        if (!Uri.TryCreate(options.ArtifactRootUri, UriKind.Absolute, out _) || !options.ArtifactRootUri.EndsWith('/')
            || options.ArtifactRootUri.AsSpan().ContainsAny('#', '?', '\\') || options.ArtifactRootUri.StartsWith('/'))
        {
            Fail(nameof(options.ArtifactRootUri), options.ArtifactRootUri, "Name a URI that ends with a slash, such as 'mlflow-artifacts:/'.");
        }

        if (options.MaxArtifactBytes < 1) { Fail(nameof(options.MaxArtifactBytes), options.MaxArtifactBytes, "Use 1 or more."); }
        if (options.UploadLifetime < TimeSpan.FromHours(1) || options.UploadLifetime > TimeSpan.FromDays(365))
        {
            Fail(nameof(options.UploadLifetime), options.UploadLifetime, "Use 01:00:00 to 365.00:00:00.");
        }

        return result.Build();

        void Fail(string key, object? value, string mend) => result.AddError($"{TrackingOptions.SectionName}:{key} is '{value}'. {mend}");
    }
}
