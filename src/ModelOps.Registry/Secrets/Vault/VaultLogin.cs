using System.Text.Json;
using ModelOps.Registry.Http;

namespace ModelOps.Registry.Secrets.Vault;

/// <summary>Gets tokens: from the settings, from a file, or by Kubernetes auth; and renews them.</summary>
internal sealed class VaultLogin(VaultOptions options, ServiceHttp http, TimeProvider time)
{
    /// <summary>Whether a new login may give a token when this one is refused.</summary>
    public bool CanLogInAgain => options.Token is null;

    public async Task<VaultToken> LogInAsync(CancellationToken cancellationToken)
    {
        if (options.Role is { } role) { return await KubernetesAsync(role, cancellationToken).ConfigureAwait(false); }
        string value = options.Token ?? await ReadAsync(options.TokenFile!, nameof(options.TokenFile), cancellationToken).ConfigureAwait(false);
        return await LookUpAsync(value, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Renews a token.</summary>
    /// <exception cref="VaultException">Vault refuses, or cannot answer.</exception>
    public async Task<VaultToken> RenewAsync(VaultToken token, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        ServiceCall call = new(HttpMethod.Post, "v1/auth/token/renew-self") { Headers = VaultHeaders.Of(options, token.Value), Body = JsonBody.Object(static _ => { }), IsRepeatable = true };
        ServiceAnswer answer = await http.SendAsync(call, cancellationToken).ConfigureAwait(false);
        return Read("the renewal of the token", answer, now);
    }

    private async Task<VaultToken> KubernetesAsync(string role, CancellationToken cancellationToken)
    {
        string jwt = await ReadAsync(options.ServiceAccountTokenFile, nameof(options.ServiceAccountTokenFile), cancellationToken).ConfigureAwait(false);
        DateTimeOffset now = time.GetUtcNow();
        ServiceCall call = new(HttpMethod.Post, $"v1/auth/{VaultPath.Escape(options.KubernetesMount, nameof(options.KubernetesMount))}/login")
        {
            Headers = VaultHeaders.Of(options, null),
            Body = JsonBody.Object(json =>
            {
                json.WriteString("role", role);
                json.WriteString("jwt", jwt);
            }),
            IsRepeatable = true,
        };
        return Read($"the login as role '{role}'", await http.SendAsync(call, cancellationToken).ConfigureAwait(false), now);
    }

    /// <summary>A token may live as long as it likes; a policy may forbid it to look at itself, and then it is used as it is.</summary>
    private async Task<VaultToken> LookUpAsync(string value, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        ServiceCall call = new(HttpMethod.Get, "v1/auth/token/lookup-self") { Headers = VaultHeaders.Of(options, value), IsRepeatable = true };
        ServiceAnswer answer = await http.SendAsync(call, cancellationToken).ConfigureAwait(false);
        if (answer.Status == 403) { return new VaultToken(value, now, null, false); }
        if (!answer.IsSuccess) { throw VaultErrors.Of("looking at the token", answer); }
        using JsonDocument? json = JsonBody.Parse(answer.Body);
        JsonElement data = json?.RootElement.At("data") ?? default;
        long seconds = data.Number("ttl") ?? 0;
        return new VaultToken(value, now, seconds > 0 ? TimeSpan.FromSeconds(seconds) : null, data.At("renewable").ValueKind == JsonValueKind.True);
    }

    private static VaultToken Read(string what, ServiceAnswer answer, DateTimeOffset now)
    {
        if (!answer.IsSuccess) { throw VaultErrors.Of(what, answer); }
        using JsonDocument? json = JsonBody.Parse(answer.Body);
        JsonElement auth = json?.RootElement.At("auth") ?? default;
        if (auth.Text("client_token") is not { Length: > 0 } value) { throw VaultErrors.Malformed(what); }
        long seconds = auth.Number("lease_duration") ?? 0;
        return new VaultToken(value, now, seconds > 0 ? TimeSpan.FromSeconds(seconds) : null, auth.At("renewable").ValueKind == JsonValueKind.True);
    }

    private static async Task<string> ReadAsync(string file, string key, CancellationToken cancellationToken)
    {
        try
        {
            string text = (await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false)).Trim();
            if (text.Length > 0) { return text; }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
        }

        throw new VaultException(
            ModelOpsErrorKind.FailedPrecondition, SecretErrorCodes.Denied, $"The file named in {VaultOptions.SectionName}:{key} is missing, empty or may not be read. Mount it, and let this process read it.", null);
    }
}
