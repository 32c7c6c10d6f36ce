using Microsoft.Extensions.Options;

namespace ModelOps.Registry.Lineage;

internal sealed class LineageOptionsValidator : IValidateOptions<LineageOptions>
{
    public ValidateOptionsResult Validate(string? name, LineageOptions options)
    {
        ValidateOptionsResultBuilder result = new();
        if (options.Url is null && string.IsNullOrWhiteSpace(options.File)) { Fail(nameof(options.Url), "not set", $"Set it, or {LineageOptions.SectionName}:{nameof(options.File)}."); }
        if (options.Url is { } url && (!url.IsAbsoluteUri || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp)))
        {
            Fail(nameof(options.Url), "no absolute address of http or https", "Use one such as 'https://lineage.example.org'.");
        }
        else if (options is { ApiKey: not null, Url: { IsLoopback: false } remote } && remote.Scheme != Uri.UriSchemeHttps)
        {
            Fail(nameof(options.Url), $"'{remote.Scheme}' to another machine", $"Use https, so that {nameof(options.ApiKey)} cannot be read on the way.");
        }

        if (string.IsNullOrWhiteSpace(options.Namespace)) { Fail(nameof(options.Namespace), "empty", "Name one, such as 'modelops'."); }
        if (!Uri.TryCreate(options.Producer, UriKind.Absolute, out _)) { Fail(nameof(options.Producer), $"'{options.Producer}'", "Use a URI, such as 'urn:modelops:registry'."); }
        Range(nameof(options.Timeout), options.Timeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5));
        Range(nameof(options.RetryDelay), options.RetryDelay, TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1));
        Range(nameof(options.MaxRetryDelay), options.MaxRetryDelay, options.RetryDelay, TimeSpan.FromDays(1));
        Range(nameof(options.QueueCapacity), options.QueueCapacity, 1, 1_000_000);
        Range(nameof(options.MaxSpooledEvents), options.MaxSpooledEvents, 1, 1_000_000);
        return result.Build();

        void Range<T>(string key, T value, T least, T most)
            where T : IComparable<T>
        {
            if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0) { Fail(key, $"'{value}'", $"Use {least} to {most}."); }
        }

        void Fail(string key, string value, string mend) => result.AddError($"{LineageOptions.SectionName}:{key} is {value}. {mend}");
    }
}
