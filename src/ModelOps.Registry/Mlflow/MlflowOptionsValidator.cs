using Microsoft.Extensions.Options;

namespace ModelOps.Registry.Mlflow;

internal sealed class MlflowOptionsValidator : IValidateOptions<MlflowOptions>
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    public static MlflowOptions Ensure(MlflowOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ValidateOptionsResult result = new MlflowOptionsValidator().Validate(null, options);
        return result.Failed ? throw new ArgumentException(result.FailureMessage, nameof(options)) : options;
    }

    public ValidateOptionsResult Validate(string? name, MlflowOptions options)
    {
        ValidateOptionsResultBuilder result = new();
        CheckServer(options, Fail);
        Time(nameof(options.Timeout), options.Timeout, Shortest);
        Time(nameof(options.StallTimeout), options.StallTimeout, Shortest);
        Time(nameof(options.RetryDelay), options.RetryDelay, TimeSpan.Zero);
        Time(nameof(options.MaxRetryDelay), options.MaxRetryDelay, TimeSpan.Zero);
        Time(nameof(options.PollInterval), options.PollInterval, TimeSpan.FromMilliseconds(10));
        Number(nameof(options.MaxRetries), options.MaxRetries, 0, 10);
        Number(nameof(options.MaxResponseBytes), options.MaxResponseBytes, 1 << 10, 1 << 30);
        Number(nameof(options.MaxVersionBytes), options.MaxVersionBytes, 1, long.MaxValue);
        Number(nameof(options.MultipartBytes), options.MultipartBytes, 1, long.MaxValue);
        Number(nameof(options.PartBytes), options.PartBytes, 1 << 10, 1 << 30);
        Text(nameof(options.CachePath), options.CachePath, "Name a folder, such as 'modelops-mlflow'.");
        Text(nameof(options.Experiment), options.Experiment, "Name an experiment, such as 'ModelOps'.");
        Text(nameof(options.User), options.User, "Name a user, such as 'modelops'.");
        return result.Build();

        void Time(string key, TimeSpan value, TimeSpan least)
        {
            if (value < least || value > Longest) { Fail(key, $"'{value}'", $"Use {least} to {Longest}."); }
        }

        void Number(string key, long value, long least, long most)
        {
            if (value < least || value > most) { Fail(key, $"'{value}'", $"Use {least} to {most}."); }
        }

        void Text(string key, string? value, string mend)
        {
            if (string.IsNullOrWhiteSpace(value) || value.Contains('\0', StringComparison.Ordinal)) { Fail(key, $"'{value}'", mend); }
        }

        void Fail(string key, string found, string mend) => result.AddError($"{MlflowOptions.SectionName}:{key} is {found}. {mend}");
    }

    // No value of a secret, nor an address that might hold one, is repeated in a message.
    private static void CheckServer(MlflowOptions options, Action<string, string, string> fail)
    {
        bool hasBasic = options.Username is not null || options.Password is not null;
        bool hasBearer = options.Token is not null || options.BearerToken is not null;
        if (options.TrackingUri is not { IsAbsoluteUri: true, Scheme: "http" or "https", Query: "", Fragment: "", UserInfo: "" } server)
        {
            fail(nameof(options.TrackingUri), options.TrackingUri is null ? "not set" : "no address of HTTP", "Write it as https://host or https://host/path, without user and query.");
        }
        else if (server.Scheme == "http" && !server.IsLoopback && !options.AllowInsecureCredentials && (hasBasic || hasBearer || options.Headers.Keys.Any(IsSecret)))
        {
            fail(nameof(options.TrackingUri), "plain HTTP to another machine, with credentials", $"Use https, or set {nameof(options.AllowInsecureCredentials)} where the network is trusted.");
        }

        if (hasBasic && hasBearer) { fail(nameof(options.Token), "set together with a user", "Use either user and password, or a token."); }
        if (options.Username is null != options.Password is null) { fail(nameof(options.Password), "set without the other", $"Set both {nameof(options.Username)} and {nameof(options.Password)}, or none."); }
        if (options.Username?.Contains(':', StringComparison.Ordinal) == true) { fail(nameof(options.Username), "a text with a colon", "Basic authentication takes none in a user's name."); }
    }

    private static bool IsSecret(string header) =>
        header.Contains("auth", StringComparison.OrdinalIgnoreCase) || header.Contains("token", StringComparison.OrdinalIgnoreCase) || header.Contains("key", StringComparison.OrdinalIgnoreCase);
}
