using ModelOps.Serving.Diagnostics;

namespace ModelOps.Serving;

/// <summary>What is decided, and how it is carried out.</summary>
internal sealed partial class RolloutRunner
{
    private async Task DecideAsync(CancellationToken cancellationToken)
    {
        RolloutProgress progress = _progress;
        if (progress.Gates.FirstOrDefault(static g => g.Verdict == GateVerdict.Harmful) is { } harmful)
        {
            await RollBackAsync("rollback", $"gate '{harmful.Gate}': even at the canary's best bound it is beyond the limit", cancellationToken).ConfigureAwait(false);
            return;
        }

        RolloutGateResult asked = await AskGatesAsync(progress, cancellationToken).ConfigureAwait(false);
        if (asked.Action == RolloutGateAction.RollBack)
        {
            await RollBackAsync("rollback", asked.Reason!, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (_document.State != RolloutState.Running) { return; }
        RolloutPolicy policy = _document.Policy;
        TimeSpan elapsed = _services.Time.GetUtcNow() - _document.StepStartedAt;
        bool isLast = _document.Step == policy.CanaryWeights.Length - 1;
        bool isProven = progress.Gates.All(static g => g.Verdict == GateVerdict.Proven);
        bool hasWaited = elapsed >= policy.MinStepDuration && Math.Min(progress.ChampionCalls, progress.CanaryCalls) >= policy.MinSamples;
        if (asked.Action == RolloutGateAction.Pass && hasWaited && (isProven || !(isLast || policy.RequiresProofAtEveryStep)))
        {
            await (isLast ? PromoteAsync(cancellationToken) : AdvanceAsync(isProven, cancellationToken)).ConfigureAwait(false);
        }
        else if (elapsed >= policy.MaxStepDuration)
        {
            string reason = $"step {_document.Step + 1} lasted {policy.MaxStepDuration} without enough evidence" + (asked.Reason is null ? string.Empty : $"; {asked.Reason}");
            if (policy.WhenInconclusive == InconclusiveAction.RollBack)
            {
                await RollBackAsync("rollback", reason, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await AuditAsync("hold", reason, cancellationToken).ConfigureAwait(false);
                SetState(RolloutState.Paused, reason);
                Save();
            }
        }
    }

    // The first that asks to roll back decides; else the first that asks to hold.
    private async Task<RolloutGateResult> AskGatesAsync(RolloutProgress progress, CancellationToken cancellationToken)
    {
        RolloutGateResult strictest = RolloutGateResult.Pass;
        foreach (IRolloutGate gate in _services.Gates)
        {
            RolloutGateResult result;
            try
            {
                result = await gate.EvaluateAsync(progress, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                _services.Logger.RolloutNotEvaluated(_document.Model, e);
                result = RolloutGateResult.Hold($"gate {gate.GetType().Name} failed");
            }

            if (result.Action > strictest.Action) { strictest = result; }
        }

        return strictest;
    }

    private async Task AdvanceAsync(bool isProven, CancellationToken cancellationToken)
    {
        string reason = isProven ? "all gates are proven" : "enough calls and time, and no proof of harm";
        await AuditAsync("advance", reason, cancellationToken).ConfigureAwait(false); // what cannot be accounted for is not done
        _document.Reason = reason;
        BeginStep(_document.Step + 1);
        Save();
    }

    private async Task PromoteAsync(CancellationToken cancellationToken)
    {
        const string Reason = "all gates are proven at the last step";
        if (!_isPromotionAudited) { await AuditAsync("promote", Reason, cancellationToken).ConfigureAwait(false); }
        _isPromotionAudited = true;
        if (_document is { ChampionRevision: { } revision, CanaryNumber: { } number } && _services.Registry is { } registry)
        {
            AliasMove move = new()
            {
                Model = _document.Model,
                Alias = _document.Policy.Champion,
                Number = number,
                ExpectedRevision = revision,
                Reason = $"rollout: {Reason}",
                Evidence = RolloutEvidence.Write(_progress, _services.Time.GetUtcNow() - _document.StepStartedAt),
            };
            try
            {
                await registry.MoveAliasAsync(move, cancellationToken).ConfigureAwait(false);
            }
            catch (AliasConflictException e)
            {
                await HoldAsync($"the alias '{move.Alias}' was moved by someone else: revision {e.ActualRevision}, not {e.ExpectedRevision}", cancellationToken).ConfigureAwait(false);
                return;
            }
        }

        SetState(RolloutState.Promoted, Reason);
        PublishWeights(); // all calls go to the canary until the host has followed the champion's alias
        Save();
        if (_document.IsBeingReleased) { await ReleaseAsync(cancellationToken).ConfigureAwait(false); }
    }

    /// <summary>Leaves the split to the traffic policy again once the champion's alias answers with what it points at now.</summary>
    private async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        await _services.Host.RefreshAsync(_document.Model, cancellationToken).ConfigureAwait(false);
        if (RolloutAliases.VersionOf(_services.Host, _document.Model, _document.Policy.Champion) is not { } version || version == _document.ChampionVersion) { return; }
        _document.IsReleased = true;
        _services.Taps.Remove(_document.Model);
        Save();
    }

    private async Task RollBackAsync(string decision, string reason, CancellationToken cancellationToken)
    {
        SetState(RolloutState.RolledBack, reason);
        PublishWeights(); // first of all: what harms must stop even when it cannot be accounted for
        Save();
        _services.Logger.RolloutRolledBack(_document.Model, _document.CanaryVersion, reason);
        try
        {
            await AuditAsync(decision, reason, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            _services.Logger.AuditFailed($"rollout.{decision}", _document.Model, e);
        }
    }

    private async Task HoldAsync(string reason, CancellationToken cancellationToken)
    {
        await AuditAsync("hold", reason, cancellationToken).ConfigureAwait(false);
        SetState(RolloutState.Paused, reason);
        Save();
    }

    // Evidence about two versions must not become evidence about others.
    private async Task<bool> CheckAliasesAsync(CancellationToken cancellationToken)
    {
        string? champion = RolloutAliases.VersionOf(_services.Host, _document.Model, _document.Policy.Champion);
        string? canary = RolloutAliases.VersionOf(_services.Host, _document.Model, _document.Policy.Canary);
        bool isAsPinned = (champion is null || champion == _document.ChampionVersion) && (canary is null || canary == _document.CanaryVersion);
        if (isAsPinned) { return true; }
        if (champion == _document.CanaryVersion)
        {
            // By this rollout, in a process that ended before it could write so, or by hand.
            const string Reason = "the champion's alias points at the canary's version";
            await AuditAsync("promote", Reason, cancellationToken).ConfigureAwait(false);
            SetState(RolloutState.Promoted, Reason);
            _document.IsReleased = true;
            _services.Taps.Remove(_document.Model);
            Save();
            return false;
        }

        if (_document.State == RolloutState.Running)
        {
            await HoldAsync("an alias of the rollout points at another version now; resume to compare those that are there", cancellationToken).ConfigureAwait(false);
        }

        return canary is null || canary == _document.CanaryVersion; // it still gets calls, so harm must still be seen
    }

    private void Pin(RolloutAliases aliases)
    {
        _document.ChampionVersion = aliases.ChampionVersion;
        _document.CanaryVersion = aliases.CanaryVersion;
        _document.ChampionRevision = aliases.ChampionRevision;
        _document.CanaryNumber = aliases.CanaryNumber;
    }

    private void SetState(RolloutState state, string reason) => (_document.State, _document.Reason) = (state, reason);

    private void ForgetPairs()
    {
        Interlocked.Exchange(ref _disagreements, 0);
        Interlocked.Exchange(ref _pairs, 0);
    }

    private void BeginStep(int step)
    {
        // What was the mean before the step is known before its values come, so it may serve to predict them.
        _document.Champion = After(_document.Champion);
        _document.Canary = After(_document.Canary);
        _document.Step = step;
        _document.StepStartedAt = _services.Time.GetUtcNow();
        _recorder = new RolloutRecorder(_document.Policy, _services.Time);
        _isPromotionAudited = false;
        PublishWeights();

        static ArmEvidence After(ArmEvidence before) => new()
        {
            Latency = new MeanEvidence { Prediction = before.Latency.Prediction },
            Outcome = new MeanEvidence { Prediction = before.Outcome.Prediction },
        };
    }

    private void PublishWeights()
    {
        int weight = _document.Weight;
        _services.Taps.Set(_document.Model, new TrafficTap(
            [new TrafficVariant(_document.Policy.Champion, 100 - weight), new TrafficVariant(_document.Policy.Canary, weight)],
            _document.CanaryVersion,
            _document.IsUnderWay ? _recorder : null));
    }
}
