using Microsoft.Extensions.Options;
using Npgsql;

namespace ModelOps.Registry.PostgreSql.Validation;

internal sealed class PostgreSqlRegistryOptionsValidator : IValidateOptions<PostgreSqlRegistryOptions>
{
    public ValidateOptionsResult Validate(string? name, PostgreSqlRegistryOptions options)
    {
        ValidateOptionsResultBuilder result = new();
        CheckConnectionString(options.ConnectionString, mend => Fail(nameof(options.ConnectionString), "not usable", mend)); // it holds a password
        if (!IsPlainName(options.Schema)) { Fail(nameof(options.Schema), options.Schema, "Use 1 to 40 lower-case letters, digits and '_', no digit first."); }
        bool hasFolder = !string.IsNullOrEmpty(options.SharedFolder);
        if (hasFolder == options.S3.Endpoint is not null)
        {
            Fail(nameof(options.SharedFolder), options.SharedFolder, $"Name a folder that all hosts share, or set {S3Options.SectionName}:{nameof(S3Options.Endpoint)}, one of the two.");
        }

        if (hasFolder && IsNoPath(options.SharedFolder)) { Fail(nameof(options.SharedFolder), options.SharedFolder, "Name a folder that all hosts share."); }
        if (IsNoPath(options.CacheFolder)) { Fail(nameof(options.CacheFolder), options.CacheFolder, "Name a folder of this machine, such as 'modelops-registry-cache'."); }
        CheckRange(nameof(options.PollInterval), options.PollInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1));
        CheckRange(nameof(options.LockTimeout), options.LockTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        CheckRange(nameof(options.RetryTimeout), options.RetryTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(10));
        if (options.MaxConnections is < 1 or > 1000) { Fail(nameof(options.MaxConnections), options.MaxConnections, "Use 1 to 1,000."); }
        if (options.MaxVersionBytes < 1) { Fail(nameof(options.MaxVersionBytes), options.MaxVersionBytes, "Use 1 or more."); }
        if (options.S3.Endpoint is not null) { S3OptionsRules.Check(options.S3, result); }
        return result.Build();

        void CheckRange(string key, TimeSpan value, TimeSpan least, TimeSpan most)
        {
            if (value < least || value > most) { Fail(key, value, $"Use {least} to {most}."); }
        }

        void Fail(string key, object? value, string mend) => result.AddError($"{PostgreSqlRegistryOptions.SectionName}:{key} is '{value}'. {mend}");
    }

    private static void CheckConnectionString(string text, Action<string> fail)
    {
        try
        {
            if (string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(text).Host)) { fail("Give a connection string with a host, such as 'Host=db;Database=models;Username=modelops'."); }
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            fail("Give a connection string as Npgsql takes it, such as 'Host=db;Database=models;Username=modelops'.");
        }
    }

    private static bool IsNoPath(string? path) => string.IsNullOrWhiteSpace(path) || path.Contains('\0', StringComparison.Ordinal);

    private static bool IsPlainName(string? name) =>
        name is { Length: >= 1 and <= 40 } && !char.IsAsciiDigit(name[0]) && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');
}
