using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps.Registry.AspNetCore.Diagnostics;
using ModelOps.Registry.AspNetCore.Mlflow.Wire;

namespace ModelOps.Registry.AspNetCore.Security;

/// <summary>Basic authentication (RFC 7617).</summary>
internal sealed class MlflowBasicHandler(IOptionsMonitor<MlflowBasicOptions> options, ILoggerFactory loggers, UrlEncoder encoder, VerifiedPasswords verified)
    : AuthenticationHandler<MlflowBasicOptions>(options, loggers, encoder)
{
    private const int MaxCredentialsLength = 4096;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>What an unknown user's password is compared with, so that the time does not tell which users there are.</summary>
    private static readonly Lazy<string> NobodysHash = new(static () => MlflowPasswordHash.Create(Guid.NewGuid().ToString()));

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!AuthenticationHeaderValue.TryParse(Request.Headers.Authorization, out AuthenticationHeaderValue? header)
            || !string.Equals(header.Scheme, "Basic", StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        if (!TryRead(header.Parameter, out string user, out string password)) { return AuthenticateResult.Fail("The Authorization header is not well-formed."); }
        IReadOnlyList<string>? roles = await CheckAsync(user, password).ConfigureAwait(false);
        if (roles is null)
        {
            Logger.LoginRefused(Scheme.Name);
            return AuthenticateResult.Fail("User or password is wrong.");
        }

        ClaimsIdentity identity = new(Scheme.Name);
        identity.AddClaim(new Claim(identity.NameClaimType, user));
        foreach (string role in roles) { identity.AddClaim(new Claim(identity.RoleClaimType, role)); }
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = $"Basic realm=\"{Options.Realm}\", charset=\"UTF-8\"";
        return MlflowAnswer.WriteErrorAsync(
            Context, StatusCodes.Status401Unauthorized, MlflowErrorCodes.Unauthenticated,
            "You are not authenticated. Set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD to a user of this server.");
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => MlflowAnswer.WriteErrorAsync(
        Context, StatusCodes.Status403Forbidden, MlflowErrorCodes.PermissionDenied, "Permission denied: this user lacks a role that the call needs.");

    private async ValueTask<IReadOnlyList<string>?> CheckAsync(string user, string password)
    {
        if (Options.Users.TryGetValue(user, out MlflowUser? known))
        {
            return await verified.VerifyAsync(known.PasswordHash, password, Options.CacheFor, Context.RequestAborted).ConfigureAwait(false) ? [.. known.Roles] : null;
        }

        if (Options.ValidateAsync is { } elsewhere) { return await elsewhere(user, password, Context.RequestAborted).ConfigureAwait(false); }
        await verified.VerifyAsync(NobodysHash.Value, password, TimeSpan.Zero, Context.RequestAborted).ConfigureAwait(false);
        return null;
    }

    private static bool TryRead(string? parameter, out string user, out string password)
    {
        user = password = string.Empty;
        if (parameter is not { Length: > 0 and <= MaxCredentialsLength }) { return false; }
        try
        {
            string text = StrictUtf8.GetString(Convert.FromBase64String(parameter));
            int colon = text.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0) { return false; }
            (user, password) = (text[..colon], text[(colon + 1)..]);
            return true;
        }
        catch (Exception error) when (error is FormatException or DecoderFallbackException)
        {
            return false;
        }
    }
}
