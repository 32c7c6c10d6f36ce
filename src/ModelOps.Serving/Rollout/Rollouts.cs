using System.Collections.Concurrent;
using ModelOps.Serving.Diagnostics;

namespace ModelOps.Serving;

internal sealed class Rollouts : IRollouts
{
    private readonly RolloutServices _services;
    private readonly ConcurrentDictionary<string, RolloutRunner> _runners = new();
    private readonly SemaphoreSlim _changing = new(1); // one start or removal at a time
    private volatile TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Rollouts(RolloutServices services)
    {
        _services = services;
        services.Metrics.Observe(() => Current);
    }

    public IReadOnlyList<RolloutProgress> Current => [.. _runners.Values.Select(static r => r.Progress).OrderBy(static p => p.Model, StringComparer.Ordinal)];

    /// <summary>Ends when a rollout is to be looked after.</summary>
    public Task WhenAny
    {
        get
        {
            Task news = _news.Task; // read first, so that a start meanwhile is not missed
            return _runners.Values.Any(static r => r.NeedsCare) ? Task.CompletedTask : news;
        }
    }

    public RolloutProgress? Find(string model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return _runners.GetValueOrDefault(model)?.Progress;
    }

    /// <summary>Goes on with what an earlier process left.</summary>
    public void Load()
    {
        foreach (RolloutDocument document in _services.Store.Load())
        {
            RolloutRunner runner = new(document, _services);
            if (!_runners.TryAdd(document.Model, runner)) { continue; }
            runner.Begin();
            _services.Logger.RolloutContinued(document.Model, document.State, document.Weight);
            SignalNews();
        }
    }

    public Task<RolloutProgress> StartAsync(string model, string policy, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return _services.Options.Policies.TryGetValue(policy, out RolloutPolicy? known)
            ? StartAsync(model, known, cancellationToken)
            : throw new ArgumentException(
                $"There is no rollout policy '{policy}' (there are: {string.Join(", ", _services.Options.Policies.Keys)}). Add it to {RolloutOptions.SectionName}:Policies.", nameof(policy));
    }

    public async Task<RolloutProgress> StartAsync(string model, RolloutPolicy policy, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(policy);
        string[] errors = [.. RolloutPolicyRules.Check(policy, nameof(policy))];
        if (errors.Length > 0) { throw new ArgumentException(string.Join(" ", errors), nameof(policy)); }
        await _changing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (Find(model) is { State: RolloutState.Running or RolloutState.Paused } other)
            {
                throw new RolloutStateException(model, other.State, "one is under way. Abort it, or wait for its end.");
            }

            if (policy.Disagreement is not null && !_services.Router.Policies.Any(p => p.Model == model && p.Shadow?.Alias == policy.Canary))
            {
                throw new RolloutStateException(model, null, $"its gate Disagreement needs answers to compare. Give the model's traffic policy a Shadow with Alias '{policy.Canary}'.");
            }

            RolloutAliases aliases = await RolloutAliases.ReadAsync(model, policy, _services.Host, _services.Registry, cancellationToken).ConfigureAwait(false);
            DateTimeOffset now = _services.Time.GetUtcNow();
            RolloutRunner runner = new(
                new RolloutDocument
                {
                    Model = model,
                    Policy = policy.Copy(),
                    ChampionVersion = aliases.ChampionVersion,
                    CanaryVersion = aliases.CanaryVersion,
                    ChampionRevision = aliases.ChampionRevision,
                    CanaryNumber = aliases.CanaryNumber,
                    StartedAt = now,
                    StepStartedAt = now,
                },
                _services);
            await runner.StartedAsync(cancellationToken).ConfigureAwait(false);
            _runners[model] = runner;
            runner.Begin();
            SignalNews();
            return runner.Progress;
        }
        finally
        {
            _changing.Release();
        }
    }

    public Task<RolloutProgress> PauseAsync(string model, string reason, CancellationToken cancellationToken = default) => Runner(model, reason).PauseAsync(reason, cancellationToken);

    public Task<RolloutProgress> ResumeAsync(string model, string reason, CancellationToken cancellationToken = default) => Runner(model, reason).ResumeAsync(reason, cancellationToken);

    public Task<RolloutProgress> AbortAsync(string model, string reason, CancellationToken cancellationToken = default) => Runner(model, reason).AbortAsync(reason, cancellationToken);

    public async Task<bool> RemoveAsync(string model, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        await _changing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (Find(model) is not { } progress) { return false; }
            if (progress.State is RolloutState.Running or RolloutState.Paused) { throw new RolloutStateException(model, progress.State, "it is under way. Abort it first."); }
            _runners.TryRemove(model, out _);
            _services.Taps.Remove(model);
            _services.Store.Remove(model);
            return true;
        }
        finally
        {
            _changing.Release();
        }
    }

    public bool RecordOutcome(string model, string routingKey, double value)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(routingKey);
        if (double.IsNaN(value)) { throw new ArgumentException("The outcome is not a number. Report a number.", nameof(value)); }
        return _runners.GetValueOrDefault(model)?.RecordOutcome(StableHash.Compute(model, routingKey), value) ?? false;
    }

    /// <summary>Tells the rollout of a model that two answers to the same request were compared.</summary>
    public void Compared(string model, string version, string shadowVersion, bool differs)
    {
        if (_runners.GetValueOrDefault(model) is { Progress: { Policy.Disagreement: not null } progress } runner
            && progress.ChampionVersion == version && progress.CanaryVersion == shadowVersion)
        {
            runner.Compared(differs);
        }
    }

    public async Task EvaluateAsync(CancellationToken cancellationToken)
    {
        foreach (RolloutRunner runner in _runners.Values) { await runner.EvaluateAsync(cancellationToken).ConfigureAwait(false); }
    }

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        foreach (RolloutRunner runner in _runners.Values) { await runner.FlushAsync(cancellationToken).ConfigureAwait(false); }
    }

    private RolloutRunner Runner(string model, string reason)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(reason);
        return _runners.GetValueOrDefault(model) ?? throw new RolloutStateException(model, null, "there is none. Start one.");
    }

    private void SignalNews() =>
        Interlocked.Exchange(ref _news, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
}
