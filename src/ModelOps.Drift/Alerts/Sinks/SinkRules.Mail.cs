using System.Net.Mail;

namespace ModelOps.Drift.Alerts;

internal static partial class SinkRules
{
    private const int ImplicitTls = 465;
    private const int MaxReceivers = 100;

    public static IEnumerable<string> Check(SmtpSinkOptions options, string key)
    {
        if (options.Host is not { Length: > 0 }) { yield return $"{key}:Host is missing. Give the name of a mail server."; }
        if (options.Port == ImplicitTls)
        {
            yield return $"{key}:Port is {ImplicitTls}, on which TLS begins before the first word; the framework's client cannot do that. Use the server's port for STARTTLS, mostly 587.";
        }
        else if (options.Port is < 1 or > 65535) { yield return $"{key}:Port is {options.Port}. Set it from 1 to 65535, e.g. 587."; }
        if (!Enum.IsDefined(options.Security)) { yield return $"{key}:Security is {options.Security}. Set it to {string.Join(" or ", Enum.GetNames<SmtpSecurity>())}."; }
        if (options.Security == SmtpSecurity.None && !options.AllowPlainText && options.Host is not ("localhost" or "127.0.0.1" or "::1"))
        {
            yield return $"{key}:Security is None, which sends mails and passwords readably. Use StartTls, or set AllowPlainText where the way is safe.";
        }

        if ((options.User is null) != (options.PasswordSecret is null)) { yield return $"{key} must have both of User and PasswordSecret, or none."; }
        if (!IsAddress(options.From)) { yield return $"{key}:From is no mail address. Give one like drift@example.org or Drift <drift@example.org>."; }
        if (options.To.Count is < 1 or > MaxReceivers) { yield return $"{key}:To has {options.To.Count} addresses. Give 1 to {MaxReceivers}."; }
        for (int i = 0; i < options.To.Count; i++)
        {
            if (!IsAddress(options.To[i])) { yield return $"{key}:To:{i} is no mail address. Give one like team@example.org."; }
        }

        if (options.MaxListed is < 1 or > 500) { yield return $"{key}:MaxListed is {options.MaxListed}. Set it from 1 to 500, e.g. 50."; }
    }

    public static IEnumerable<string> Check(PagerDutySinkOptions options, string key)
    {
        if ((options.RoutingKey is null) == (options.RoutingKeySecret is null)) { yield return $"{key} must have one of RoutingKey and RoutingKeySecret. Prefer RoutingKeySecret, the name of a secret."; }
        if (Address($"{key}:Url", options.Url, options) is { } failure) { yield return failure; }
        if (options.Source is not { Length: >= 1 and <= 255 }) { yield return $"{key}:Source has {options.Source?.Length ?? 0} characters. Give 1 to 255."; }
        if (options.MaxListed is < 1 or > 50) { yield return $"{key}:MaxListed is {options.MaxListed}. Set it from 1 to 50, e.g. 20."; }
    }

    private static bool IsAddress(string? text) => text is not null && !text.AsSpan().ContainsAny('\r', '\n') && MailAddress.TryCreate(text, out _);
}
