using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ModelOps.Registry.Http;

namespace ModelOps.Registry.Secrets.Vault;

/// <summary>A client of HashiCorp Vault's HTTP API (OpenBao speaks the same): versioned secrets, and signatures by keys that never leave Vault.</summary>
/// <remarks>Logs in at first use, renews its token at two thirds of its life, and logs in again when Vault refuses it. Thread-safe. Errors are
/// <see cref="VaultException"/>; no secret, token or text of Vault is part of them or of any log.
/// Source: Vault's HTTP API, engines <c>kv-v2</c> and <c>transit</c>, auth method <c>kubernetes</c>.</remarks>
public sealed partial class VaultClient : IDisposable
{
    private const int MaxAnswerBytes = 4 << 20;

    private readonly VaultOptions _options;
    private readonly ServiceHttp _http;
    private readonly SecretMetrics _metrics;

    /// <summary>Makes a client; nothing is sent yet.</summary>
    /// <param name="options">Settings; they must not change afterwards.</param>
    /// <param name="timeProvider">Clock; null for the system's.</param>
    /// <param name="loggerFactory">Where to log; null for nowhere.</param>
    /// <exception cref="ArgumentException">A setting is not valid; the message lists all that are not.</exception>
    public VaultClient(VaultOptions options, TimeProvider? timeProvider = null, ILoggerFactory? loggerFactory = null)
        : this(options, timeProvider, loggerFactory, new SecretMetrics())
    {
    }

    internal VaultClient(VaultOptions options, TimeProvider? timeProvider, ILoggerFactory? loggerFactory, SecretMetrics metrics)
    {
        ArgumentNullException.ThrowIfNull(options);
        ValidateOptionsResult result = new VaultOptionsValidator().Validate(null, options);
        if (result.Failed) { throw new ArgumentException(result.FailureMessage, nameof(options)); }
        TimeProvider time = timeProvider ?? TimeProvider.System;
        _options = options;
        _metrics = metrics;
        _http = new ServiceHttp(
            new ServiceHttpSettings(options.Address!)
            {
                Timeout = options.Timeout,
                MaxAttempts = options.MaxAttempts,
                RetryDelay = options.RetryDelay,
                MaxAnswerBytes = MaxAnswerBytes,
                Handler = options.Handler,
            },
            time);
        Session = new VaultSession(new VaultLogin(options, _http, time), metrics, time, loggerFactory?.CreateLogger<VaultClient>() ?? NullLogger<VaultClient>.Instance);
    }

    internal VaultSession Session { get; }

    /// <summary>Ends the renewal of the token. The token is left to expire: other processes may share it.</summary>
    public void Dispose()
    {
        Session.Dispose();
        _http.Dispose();
    }

    private async Task<ServiceAnswer> SendAsync(string what, ServiceCall call, CancellationToken cancellationToken)
    {
        try
        {
            ServiceAnswer answer = await SendWithTokenAsync(what, call, cancellationToken).ConfigureAwait(false);
            _metrics.Requested(call.Method, answer.IsSuccess || answer.Status == 404 ? null : VaultErrors.Of(what, answer).Code);
            return answer;
        }
        catch (VaultException error)
        {
            _metrics.Requested(call.Method, error.Code);
            throw;
        }
    }

    private async Task<ServiceAnswer> SendWithTokenAsync(string what, ServiceCall call, CancellationToken cancellationToken)
    {
        VaultToken token = await Session.GetAsync(cancellationToken).ConfigureAwait(false);
        ServiceAnswer answer = await SendAsync(what, call, token, cancellationToken).ConfigureAwait(false);
        if (answer.Status != 403 || !Session.CanLogInAgain) { return answer; }

        // The token may have been revoked, or have died with a restored Vault; a policy that forbids the call refuses the new one too.
        token = await Session.ReplaceAsync(token, cancellationToken).ConfigureAwait(false);
        return await SendAsync(what, call, token, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ServiceAnswer> SendAsync(string what, ServiceCall call, VaultToken token, CancellationToken cancellationToken)
    {
        ServiceCall signed = call with { Headers = VaultHeaders.Of(_options, token.Value) };
        ServiceAnswer answer = await _http.SendAsync(signed, cancellationToken).ConfigureAwait(false);
        if (answer.Status is not (307 or 308) || answer.Location is not { } location) { return answer; }

        // A standby that does not forward. The token goes only to hosts of the cluster that the settings name.
        Uri target = new(_options.Address!, location);
        bool isKnown = target.Scheme == _options.Address!.Scheme
            && (target.Authority == _options.Address.Authority || _options.RedirectHosts.Contains(target.Authority, StringComparer.OrdinalIgnoreCase));
        return isKnown ? await _http.SendOnceAsync(signed, target, cancellationToken).ConfigureAwait(false) : throw VaultErrors.Of(what, answer);
    }

    private async Task<JsonDocument> SendJsonAsync(string what, ServiceCall call, CancellationToken cancellationToken)
    {
        ServiceAnswer answer = await SendAsync(what, call, cancellationToken).ConfigureAwait(false);
        if (!answer.IsSuccess) { throw VaultErrors.Of(what, answer); }
        return JsonBody.Parse(answer.Body) ?? throw VaultErrors.Malformed(what);
    }
}
