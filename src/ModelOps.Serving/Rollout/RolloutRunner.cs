using ModelOps.Serving.Diagnostics;

namespace ModelOps.Serving;

/// <summary>One rollout: looks at its evidence, decides, and carries out what was decided. One thing at a time.</summary>
internal sealed partial class RolloutRunner
{
    private readonly RolloutDocument _document;
    private readonly RolloutServices _services;
    private readonly SemaphoreSlim _gate = new(1);
    private volatile RolloutRecorder _recorder;
    private volatile RolloutProgress _progress;
    private DateTimeOffset _savedAt;
    private long _pairs;
    private long _disagreements;
    private bool _isPromotionAudited;

    public RolloutRunner(RolloutDocument document, RolloutServices services)
    {
        _document = document;
        _services = services;
        _pairs = document.Pairs;
        _disagreements = document.Disagreements;
        _recorder = new RolloutRecorder(document.Policy, services.Time);
        _progress = Describe();
    }

    public RolloutProgress Progress => _progress;

    /// <summary>Puts the weights in force. Once, before anything else.</summary>
    public void Begin()
    {
        if (!_document.IsReleased) { PublishWeights(); }
    }

    public bool NeedsCare => _document.IsUnderWay || _document.IsBeingReleased;

    public bool RecordOutcome(ulong unit, double value) => _document.IsUnderWay && _recorder.RecordOutcome(unit, value);

    /// <summary>Counts a pair of answers to the same request.</summary>
    public void Compared(bool differs)
    {
        Interlocked.Increment(ref _pairs);
        if (differs) { Interlocked.Increment(ref _disagreements); }
    }

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        await AuditAsync("start", "the rollout was started", cancellationToken).ConfigureAwait(false);
        Save();
    }

    /// <summary>Looks at the evidence and decides. What fails is tried again at the next look.</summary>
    public async Task EvaluateAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_document.IsBeingReleased) { await ReleaseAsync(cancellationToken).ConfigureAwait(false); }
            if (!_document.IsUnderWay) { return; }
            Gather();
            if (await CheckAliasesAsync(cancellationToken).ConfigureAwait(false)) { await DecideAsync(cancellationToken).ConfigureAwait(false); }
            _progress = Describe();
            if (_services.Time.GetUtcNow() - _savedAt >= _services.Options.PersistInterval) { Save(); }
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            _services.Logger.RolloutNotEvaluated(_document.Model, e);
        }
        finally
        {
            _gate.Release();
        }
    }

    public Task<RolloutProgress> PauseAsync(string reason, CancellationToken cancellationToken) => ChangeAsync(
        async () =>
        {
            if (_document.State != RolloutState.Running) { throw Wrong("it does not run, so it cannot be paused."); }
            await AuditAsync("pause", reason, cancellationToken).ConfigureAwait(false);
            SetState(RolloutState.Paused, reason);
        },
        cancellationToken);

    public Task<RolloutProgress> ResumeAsync(string reason, CancellationToken cancellationToken) => ChangeAsync(
        async () =>
        {
            if (_document.State != RolloutState.Paused) { throw Wrong("it is not paused, so it cannot be resumed."); }
            RolloutAliases aliases = await RolloutAliases.ReadAsync(_document.Model, _document.Policy, _services.Host, _services.Registry, cancellationToken).ConfigureAwait(false);
            await AuditAsync("resume", reason, cancellationToken).ConfigureAwait(false);
            if (aliases.CanaryVersion != _document.CanaryVersion || aliases.ChampionVersion != _document.ChampionVersion) { ForgetPairs(); }
            Pin(aliases);
            SetState(RolloutState.Running, reason);
            BeginStep(_document.Step);
        },
        cancellationToken);

    public Task<RolloutProgress> AbortAsync(string reason, CancellationToken cancellationToken) => ChangeAsync(
        async () =>
        {
            if (!_document.IsUnderWay) { throw Wrong("it is finished, so it cannot be aborted."); }
            await RollBackAsync("abort", reason, cancellationToken).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>Writes the evidence, e.g. when the host stops.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_document.IsUnderWay) { Gather(); }
            Save();
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<RolloutProgress> ChangeAsync(Func<Task> change, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_document.IsUnderWay) { Gather(); }
            await change().ConfigureAwait(false);
            _progress = Describe();
            Save();
            return _progress;
        }
        finally
        {
            _gate.Release();
        }
    }

    private void Gather()
    {
        _recorder.MoveTo(_document.Champion, _document.Canary);
        _document.Pairs = Interlocked.Read(ref _pairs);
        _document.Disagreements = Math.Min(_document.Pairs, Interlocked.Read(ref _disagreements));
        _progress = Describe();
    }

    private RolloutProgress Describe()
    {
        RolloutPolicy policy = _document.Policy;
        int steps = policy.CanaryWeights.Length;
        return new RolloutProgress
        {
            Model = _document.Model,
            Policy = policy,
            State = _document.State,
            ChampionVersion = _document.ChampionVersion,
            CanaryVersion = _document.CanaryVersion,
            Step = _document.Step,
            Weight = _document.Weight,
            StartedAt = _document.StartedAt,
            StepStartedAt = _document.StepStartedAt,
            ChampionCalls = _document.Champion.Calls,
            CanaryCalls = _document.Canary.Calls,
            AlphaSpent = policy.Alpha * (_document.Step + 1) / steps,
            Gates = RolloutJudge.Judge(policy, _document.Champion, _document.Canary, _document.Pairs, _document.Disagreements),
            Reason = _document.Reason,
        };
    }

    // The state file is a convenience: without it the rollout goes on, and the next look tries again.
    private void Save()
    {
        try
        {
            _services.Store.Save(_document);
            _savedAt = _services.Time.GetUtcNow();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _services.Logger.RolloutNotSaved(_document.Model, e);
        }
    }

    private Task AuditAsync(string decision, string reason, CancellationToken cancellationToken)
    {
        _services.Metrics.Decided(_document.Model, decision);
        DateTimeOffset now = _services.Time.GetUtcNow();
        return _services.Audit.WriteAsync(
            new AuditEvent
            {
                Kind = $"rollout.{decision}",
                At = now,
                Model = _document.Model,
                Reason = reason,
                Evidence = RolloutEvidence.Write(_progress, now - _document.StepStartedAt),
            },
            cancellationToken);
    }

    private RolloutStateException Wrong(string problem) => new(_document.Model, _document.State, problem);
}
