namespace ModelOps.Drift.Alerts;

/// <summary>What settings of sinks must hold.</summary>
internal static partial class SinkRules
{
    public static bool IsCallable(Uri url, bool allowPlainHttp) =>
        url.IsAbsoluteUri && url.UserInfo.Length == 0 && url.Fragment.Length == 0
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && (allowPlainHttp || url.IsLoopback)));

    public static IEnumerable<string> Check(DriftSinkOptions options, string key)
    {
        if (options.Name is not { Length: >= 1 and <= 64 } || !options.Name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
        {
            yield return $"{key}:Name is '{options.Name}'. Give 1 to 64 letters, digits, '-', '_' and '.'.";
        }

        if (!Enum.IsDefined(options.MinSeverity)) { yield return $"{key}:MinSeverity is {options.MinSeverity}. Set it to {string.Join(" or ", Enum.GetNames<DriftAlertSeverity>())}."; }
        if (options.MaxAttempts is < 1 or > 10) { yield return $"{key}:MaxAttempts is {options.MaxAttempts}. Set it from 1 to 10, e.g. 4."; }
        if (Range(key, nameof(options.Timeout), options.Timeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1)) is { } timeout) { yield return timeout; }
        if (Range(key, nameof(options.RetryDelay), options.RetryDelay, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1)) is { } delay) { yield return delay; }
        if (Range(key, nameof(options.MaxRetryAfter), options.MaxRetryAfter, TimeSpan.Zero, TimeSpan.FromMinutes(10)) is { } after) { yield return after; }
    }

    public static IEnumerable<string> Check(AlertmanagerSinkOptions options, string key)
    {
        if (options.Urls.Count == 0) { yield return $"{key}:Urls is empty. Give the address of an Alertmanager, e.g. https://alertmanager:9093."; }
        for (int i = 0; i < options.Urls.Count; i++)
        {
            if (Address($"{key}:Urls:{i}", options.Urls[i], options) is { } failure) { yield return failure; }
        }

        if (Range(key, nameof(options.ResolveTimeout), options.ResolveTimeout, TimeSpan.FromSeconds(4), TimeSpan.FromDays(1)) is { } range) { yield return range; }
        foreach (string name in options.Labels.Keys.Where(static name => !IsLabel(name) || name is "alertname" or "severity" or "model" or "version" or "feature"))
        {
            yield return $"{key}:Labels:{AlertText.Bound(name, 64)} is no label that can be added. Use letters, digits and _, not a digit first, and none of those every alert has.";
        }
    }

    public static IEnumerable<string> Check(SlackSinkOptions options, string key)
    {
        if ((options.Url is null) == (options.UrlSecret is null)) { yield return $"{key} must have one of Url and UrlSecret. Prefer UrlSecret, the name of a secret that holds the address."; }
        if (options.Url is not null && Address($"{key}:Url", options.Url, options) is { } failure) { yield return failure; }
        if (options.MaxListed is < 1 or > 50) { yield return $"{key}:MaxListed is {options.MaxListed}. Set it from 1 to 50, e.g. 10."; }
    }

    public static IEnumerable<string> Check(DriftWebhookSinkOptions options, string key)
    {
        if (options.Url is null) { yield return $"{key}:Url is missing. Give the address that takes the messages."; }
        else if (Address($"{key}:Url", options.Url, options) is { } failure) { yield return failure; }
        if (options.MaxAlerts is < 1 or > 1000) { yield return $"{key}:MaxAlerts is {options.MaxAlerts}. Set it from 1 to 1000, e.g. 100."; }
        if (options.SigningSecrets.Any(string.IsNullOrEmpty)) { yield return $"{key}:SigningSecrets has an empty name. Give the names of secrets."; }
    }

    public static string? Range(string key, string name, TimeSpan value, TimeSpan least, TimeSpan most) =>
        value >= least && value <= most ? null : $"{key}:{name} is {value}. Set it from {least} to {most}.";

    // The address itself is not told: it may be a secret.
    private static string? Address(string key, Uri url, DriftHttpSinkOptions options) => IsCallable(url, options.AllowPlainHttp)
        ? null
        : $"{key} is no address that may be called. Give an absolute https URL without user information and fragment; http is for this machine, or with AllowPlainHttp.";

    private static bool IsLabel(string name) => name.Length is > 0 and <= 128 && !char.IsAsciiDigit(name[0]) && name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
