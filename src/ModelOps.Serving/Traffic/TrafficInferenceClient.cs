namespace ModelOps.Serving;

/// <summary>Sends calls that name neither version nor alias where the policy of their model says.</summary>
/// <remarks>While such a call runs, its request names the alias or version chosen; afterwards it is as the caller made it.</remarks>
internal sealed class TrafficInferenceClient(IInferenceClient inner, ITrafficRouter router, TrafficTaps taps, Experiments experiments, Shadows shadows, TrafficMetrics metrics, TimeProvider timeProvider)
    : DelegatingInferenceClient(inner)
{
    private TrafficPlan _plan = new([], new Dictionary<string, TrafficTap>(), new Dictionary<(string, string), ExperimentRecorder>(), new Dictionary<string, ShadowLane>());

    public override ValueTask InferAsync(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ModelReference asked = request.Model;
        if (asked.Version is not null || asked.Alias is not null || CurrentPlan().Find(asked.Name) is not { } policy
            || !policy.TryChoose(request, timeProvider, out TrafficChoice choice))
        {
            return Inner.InferAsync(request, response, cancellationToken);
        }

        metrics.Routed(asked.Name, choice);
        ValueTask<bool> ready = choice.CanFallBack ? Inner.IsReadyAsync(choice.Target, cancellationToken) : new(true);
        if (!ready.IsCompletedSuccessfully) { return SendWhenKnownAsync(ready, choice, policy.Shadow, request, response, cancellationToken); }

        // No state machine for calls that have completed: all that are answered in process.
        TrafficChoice sent = ready.Result ? choice : FallBack(choice, asked.Name);
        long start = sent.Recorder is null && policy.Shadow is null ? 0 : timeProvider.GetTimestamp();
        ValueTask call = Send(sent.Target, request, response, cancellationToken);
        if (!call.IsCompletedSuccessfully) { return FinishAsync(call, sent, policy.Shadow, start, asked, request, response, cancellationToken); }
        Answered(sent, policy.Shadow, start, request, response);
        request.Model = asked;
        return call;
    }

    private async ValueTask SendWhenKnownAsync(
        ValueTask<bool> ready, TrafficChoice choice, ShadowLane? shadow, InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken)
    {
        ModelReference asked = request.Model;
        TrafficChoice sent = await ready.ConfigureAwait(false) ? choice : FallBack(choice, asked.Name);
        long start = timeProvider.GetTimestamp();
        await FinishAsync(Send(sent.Target, request, response, cancellationToken), sent, shadow, start, asked, request, response, cancellationToken).ConfigureAwait(false);
    }

    // What throws at once fails like any other call.
    private ValueTask Send(ModelReference target, InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken)
    {
        request.Model = target;
        try
        {
            return Inner.InferAsync(request, response, cancellationToken);
        }
        catch (Exception e)
        {
            return ValueTask.FromException(e);
        }
    }

    private async ValueTask FinishAsync(
        ValueTask call, TrafficChoice sent, ShadowLane? shadow, long start, ModelReference asked, InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken)
    {
        try
        {
            await call.ConfigureAwait(false);
            Answered(sent, shadow, start, request, response);
        }
        catch (ModelOpsException e) when (e is ModelNotReadyException or ModelVersionNotFoundException && sent.CanFallBack)
        {
            // The variant went away between the question and the call.
            await Send(FallBack(sent, asked.Name).Target, request, response, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Failed(sent, timeProvider.GetElapsedTime(start), CallOutcomes.Of(e), request);
            throw;
        }
        finally
        {
            request.Model = asked;
        }
    }

    private void Answered(in TrafficChoice sent, ShadowLane? shadow, long start, InferenceRequest request, InferenceResponse response)
    {
        if (sent.Recorder is null && shadow is null) { return; }
        TimeSpan elapsed = timeProvider.GetElapsedTime(start);
        sent.Recorder?.Record(sent.Arm, sent.Unit, elapsed, CallOutcomes.Of(response));
        if (sent.Unit != 0 && (request.Context.RoutingKey ?? request.Id) is { } key) { sent.Recorder?.Expose(sent.Arm, sent.Unit, key); }
        shadow?.Offer(sent.Name, request, response, elapsed);
    }

    // Who failed the caller has been met too; left out, a variant that fails would lack units.
    private static void Failed(in TrafficChoice sent, TimeSpan elapsed, CallOutcome outcome, InferenceRequest request)
    {
        sent.Recorder?.Record(sent.Arm, sent.Unit, elapsed, outcome);
        if (sent.Unit != 0 && outcome == CallOutcome.Failed && (request.Context.RoutingKey ?? request.Id) is { } key) { sent.Recorder?.Expose(sent.Arm, sent.Unit, key); }
    }

    // Who answers in place of another is evidence for neither.
    private TrafficChoice FallBack(in TrafficChoice choice, string model)
    {
        metrics.FellBack(model, choice);
        return choice with { Target = choice.Fallback, Recorder = null };
    }

    private TrafficPlan CurrentPlan()
    {
        IReadOnlyList<TrafficPolicy> policies = router.Policies;
        IReadOnlyDictionary<string, TrafficTap> rollouts = taps.Current;
        TrafficPlan plan = Volatile.Read(ref _plan);
        if (!ReferenceEquals(plan.Policies, policies) || !ReferenceEquals(plan.Taps, rollouts))
        {
            plan = new TrafficPlan(policies, rollouts, experiments.Follow(policies), shadows.Follow(policies));
            Volatile.Write(ref _plan, plan);
        }

        return plan;
    }
}
