using System.Buffers;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace ModelOps.Redis.Validation;

internal sealed class RedisOptionsValidator : IValidateOptions<RedisOptions>
{
    private const int LongestPrefix = 64;
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(1);
    private static readonly SearchValues<char> PrefixLetters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-:");

    public ValidateOptionsResult Validate(string? name, RedisOptions options)
    {
        ValidateOptionsResultBuilder result = new();
        if (!HasEndpoint(options.Configuration))
        {
            // The value may hold a password: it is not repeated.
            result.AddError($"{Key(nameof(options.Configuration))} names no server, or cannot be read. Give host and port, such as 'redis:6379'.");
        }

        if (options.Password is not null && options.PasswordFile is not null)
        {
            result.AddError($"{Key(nameof(options.Password))} and {Key(nameof(options.PasswordFile))} are both set. Set one of them.");
        }

        CheckFile(result, nameof(options.PasswordFile), options.PasswordFile);
        CheckFile(result, nameof(options.CertificateAuthorityFile), options.CertificateAuthorityFile);
        if (options.CertificateAuthorityFile is not null && !options.UseTls)
        {
            result.AddError($"{Key(nameof(options.CertificateAuthorityFile))} is set, but {Key(nameof(options.UseTls))} is false. Set it to true, or leave the file out.");
        }

        if (options.KeyPrefix.Length is 0 or > LongestPrefix || options.KeyPrefix.AsSpan().ContainsAnyExcept(PrefixLetters))
        {
            result.AddError($"{Key(nameof(options.KeyPrefix))} is '{options.KeyPrefix}'. Give 1 to {LongestPrefix} letters, digits, '.', '_', '-' or ':', such as 'shop'.");
        }

        CheckTimeout(result, nameof(options.ConnectTimeout), options.ConnectTimeout);
        CheckTimeout(result, nameof(options.CommandTimeout), options.CommandTimeout);
        return result.Build();
    }

    private static bool HasEndpoint(string configuration)
    {
        try
        {
            return ConfigurationOptions.Parse(configuration).EndPoints.Count > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static void CheckFile(ValidateOptionsResultBuilder result, string property, string? file)
    {
        if (file is not null && !File.Exists(file)) { result.AddError($"{Key(property)} names a file that does not exist. Correct the path, or mount the file."); }
    }

    private static void CheckTimeout(ValidateOptionsResultBuilder result, string property, TimeSpan value)
    {
        if (value < ShortestTimeout || value > LongestTimeout)
        {
            result.AddError($"{Key(property)} is {value}. Set it to {ShortestTimeout} to {LongestTimeout}.");
        }
    }

    private static string Key(string property) => $"{RedisOptions.SectionName}:{property}";
}
