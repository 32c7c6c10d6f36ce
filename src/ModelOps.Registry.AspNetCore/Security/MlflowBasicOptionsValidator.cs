using Microsoft.Extensions.Options;

namespace ModelOps.Registry.AspNetCore.Security;

internal sealed class MlflowBasicOptionsValidator : IValidateOptions<MlflowBasicOptions>
{
    public ValidateOptionsResult Validate(string? name, MlflowBasicOptions options)
    {
        ValidateOptionsResultBuilder result = new();
        if (options.Realm is not { Length: > 0 } || options.Realm.Any(static c => char.IsControl(c) || c is '"' or '\\' || c > '~'))
        {
            Fail(nameof(options.Realm), options.Realm, "Use printable ASCII without quotes and backslashes.");
        }

        if (options.CacheFor < TimeSpan.Zero || options.CacheFor > TimeSpan.FromHours(1)) { Fail(nameof(options.CacheFor), options.CacheFor, "Use 00:00:00 to 01:00:00."); }
        foreach ((string user, MlflowUser? settings) in options.Users)
        {
            if (user.Length == 0 || user.Any(static c => char.IsControl(c) || c == ':')) { Fail(nameof(options.Users), user, "A user's name is not empty and has neither ':' nor control characters."); }

            // The value may be a password that somebody typed here: it is not told.
            if (!MlflowPasswordHash.IsWellFormed(settings?.PasswordHash))
            {
                result.AddError($"{MlflowBasicOptions.SectionName}:Users:{user}:PasswordHash is not a hash. Put in what {nameof(MlflowPasswordHash)}.{nameof(MlflowPasswordHash.Create)}(password) returns.");
            }
        }

        return result.Build();

        void Fail(string key, object? value, string mend) => result.AddError($"{MlflowBasicOptions.SectionName}:{key} is '{value}'. {mend}");
    }
}
