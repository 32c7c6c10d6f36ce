using Microsoft.Extensions.Logging;
using ModelOps.Registry.Diagnostics;

namespace ModelOps.Registry.Secrets.Vault;

/// <summary>Holds the token: one login at a time, renewed at two thirds of its life also while nobody asks for anything.</summary>
internal sealed class VaultSession : IDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);

    private readonly VaultLogin _login;
    private readonly SecretMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _end = new();
    private readonly ITimer _timer;
    private volatile VaultToken? _token;

    public VaultSession(VaultLogin login, SecretMetrics metrics, TimeProvider time, ILogger logger)
    {
        _login = login;
        _metrics = metrics;
        _time = time;
        _logger = logger;
        _timer = time.CreateTimer(static state => _ = ((VaultSession)state!).RenewAsync(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The last renewal that the timer began, for tests.</summary>
    public Task LastRenewal { get; private set; } = Task.CompletedTask;

    public bool CanLogInAgain => _login.CanLogInAgain;

    /// <summary>A token that has not expired.</summary>
    public async ValueTask<VaultToken> GetAsync(CancellationToken cancellationToken)
    {
        if (_token is { } token && !token.HasExpired(_time.GetUtcNow())) { return token; }
        return await ReplaceAsync(_token, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A token other than the one that Vault refused; many callers whose token was refused at once log in once.</summary>
    public async ValueTask<VaultToken> ReplaceAsync(VaultToken? refused, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_token is { } other && other != refused && !other.HasExpired(_time.GetUtcNow())) { return other; }
            VaultToken token = await _login.LogInAsync(cancellationToken).ConfigureAwait(false);
            Take(token);
            _logger.VaultLoggedIn(token.Lease);
            return token;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _end.Cancel();
        _timer.Dispose();
    }

    private Task RenewAsync() => LastRenewal = RenewDueAsync();

    private async Task RenewDueAsync()
    {
        try
        {
            await _turn.WaitAsync(_end.Token).ConfigureAwait(false);
            try
            {
                if (_token is not { } token || token.RenewAt is not { } due || due > _time.GetUtcNow()) { return; }
                Take(await RenewedAsync(token).ConfigureAwait(false));
                _logger.VaultTokenRenewed(_token.Lease);
                _metrics.Renewed(null);
            }
            finally
            {
                _turn.Release();
            }
        }
        catch (OperationCanceledException)
        {
        }
        catch (Exception error) // a timer has nobody to tell but the log
        {
            TimeSpan pause = Pause();
            _logger.VaultRenewalFailed(pause, error);
            _metrics.Renewed((error as ModelOpsException)?.Code ?? error.GetType().Name);
            Schedule(pause);
        }
    }

    private async Task<VaultToken> RenewedAsync(VaultToken token)
    {
        if (token.IsRenewable && !token.HasExpired(_time.GetUtcNow()))
        {
            try
            {
                VaultToken renewed = await _login.RenewAsync(token, _end.Token).ConfigureAwait(false);

                // Near its greatest life Vault grants ever less; only a new login helps then.
                if (!_login.CanLogInAgain || renewed.Lease is not { } lease || lease >= token.Lease / 2) { return renewed; }
            }
            catch (VaultException error) when (error.Kind != ModelOpsErrorKind.Unavailable && _login.CanLogInAgain)
            {
            }
        }

        return await _login.LogInAsync(_end.Token).ConfigureAwait(false);
    }

    private void Take(VaultToken token)
    {
        _token = token;
        if (token.RenewAt is { } due) { Schedule(due - _time.GetUtcNow()); }
    }

    /// <summary>A tenth of what is left of the token's life, within bounds.</summary>
    private TimeSpan Pause()
    {
        TimeSpan left = _token is { RenewAt: { } due, Lease: { } lease } ? due + (lease / 3) - _time.GetUtcNow() : LongestPause;
        return TimeSpan.FromTicks(Math.Clamp((left / 10).Ticks, ShortestPause.Ticks, LongestPause.Ticks));
    }

    private void Schedule(TimeSpan wait)
    {
        if (_end.IsCancellationRequested) { return; }
        _timer.Change(wait < ShortestPause ? ShortestPause : wait, Timeout.InfiniteTimeSpan);
    }
}
