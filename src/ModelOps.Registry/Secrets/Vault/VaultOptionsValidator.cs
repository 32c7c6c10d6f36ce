using Microsoft.Extensions.Options;
using ModelOps.Registry.Http;

namespace ModelOps.Registry.Secrets.Vault;

internal sealed class VaultOptionsValidator : IValidateOptions<VaultOptions>
{
    public ValidateOptionsResult Validate(string? name, VaultOptions options)
    {
        ValidateOptionsResultBuilder result = new();
        if (ServiceAddress.Check(options.Address, options.AllowPlainHttp) is { } mend) { Fail(nameof(options.Address), options.Address?.GetLeftPart(UriPartial.Path) is { } a && options.Address.UserInfo.Length == 0 ? a : null, mend); }
        int ways = new[] { options.Token, options.TokenFile, options.Role }.Count(static way => !string.IsNullOrWhiteSpace(way));
        if (ways != 1)
        {
            result.AddError($"{VaultOptions.SectionName} names {ways} of Token, TokenFile and Role. Set exactly one, so that it is clear how the client logs in.");
        }

        Path(nameof(options.KubernetesMount), options.KubernetesMount);
        Path(nameof(options.KeyValueMount), options.KeyValueMount);
        Path(nameof(options.TransitMount), options.TransitMount);
        if (string.IsNullOrWhiteSpace(options.DefaultField)) { Fail(nameof(options.DefaultField), options.DefaultField, "Name a field, such as 'value'."); }
        if (string.IsNullOrWhiteSpace(options.ServiceAccountTokenFile)) { Fail(nameof(options.ServiceAccountTokenFile), options.ServiceAccountTokenFile, "Name a file."); }
        Span(nameof(options.CacheDuration), options.CacheDuration, TimeSpan.Zero, TimeSpan.FromDays(1));
        Span(nameof(options.OutageDuration), options.OutageDuration, TimeSpan.Zero, TimeSpan.FromDays(7));
        Span(nameof(options.Timeout), options.Timeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5));
        Span(nameof(options.RetryDelay), options.RetryDelay, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        if (options.MaxAttempts is < 1 or > 10) { Fail(nameof(options.MaxAttempts), options.MaxAttempts, "Use 1 to 10."); }
        return result.Build();

        void Path(string key, string value)
        {
            if (!VaultPath.IsPath(value)) { Fail(key, value, "Use a path without empty, '.' or '..' parts, such as 'secret'."); }
        }

        void Span(string key, TimeSpan value, TimeSpan least, TimeSpan most)
        {
            if (value < least || value > most) { Fail(key, value, $"Use {least} to {most}."); }
        }

        void Fail(string key, object? value, string how) => result.AddError($"{VaultOptions.SectionName}:{key} is '{value}'. {how}");
    }
}
