namespace ModelOps.Serving;

/// <summary>Rollouts of new versions, gated by evidence: at most one a model.</summary>
/// <remarks><para>Thread-safe. Each decision is written to every <see cref="IAuditSink"/>. With <see cref="RolloutOptions.StateDirectory"/> set, rollouts go on where they
/// were when the process is started again.</para>
/// <para>The evidence of a step begins anew with it, because over several steps the variants would have got their calls at different times of day. Calls of one
/// caller are taken as independent of each other.</para></remarks>
public interface IRollouts
{
    /// <summary>The rollouts there are, finished ones included, by model.</summary>
    IReadOnlyList<RolloutProgress> Current { get; }

    /// <summary>The rollout of a model.</summary>
    /// <param name="model">Name of the model.</param>
    /// <returns>Null when there is none.</returns>
    RolloutProgress? Find(string model);

    /// <summary>Begins a rollout: the first step's share of calls goes to the canary from now on. A finished one of the model is replaced.</summary>
    /// <param name="model">Name of a hosted model; both aliases of the policy are loaded.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="cancellationToken">Ends the call early; nothing has begun then.</param>
    /// <returns>Where it stands.</returns>
    /// <exception cref="ArgumentException">The policy is not valid; the message lists all that is wrong.</exception>
    /// <exception cref="ModelNotReadyException">An alias of the policy is not loaded.</exception>
    /// <exception cref="RolloutStateException">A rollout of the model is under way, or both aliases point at the same version.</exception>
    Task<RolloutProgress> StartAsync(string model, RolloutPolicy policy, CancellationToken cancellationToken = default);

    /// <summary>Begins a rollout by a policy of the configuration.</summary>
    /// <param name="model">Name of a hosted model.</param>
    /// <param name="policy">Name of the policy in <see cref="RolloutOptions.Policies"/>.</param>
    /// <param name="cancellationToken">Ends the call early; nothing has begun then.</param>
    /// <returns>Where it stands.</returns>
    /// <exception cref="ArgumentException">There is no such policy; the message lists those there are.</exception>
    /// <exception cref="ModelNotReadyException">An alias of the policy is not loaded.</exception>
    /// <exception cref="RolloutStateException">A rollout of the model is under way, or both aliases point at the same version.</exception>
    Task<RolloutProgress> StartAsync(string model, string policy, CancellationToken cancellationToken = default);

    /// <summary>Keeps a running rollout at its step until it is resumed; proof of harm still rolls it back.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="reason">Why; kept with the audit event.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>Where it stands.</returns>
    /// <exception cref="RolloutStateException">There is none that runs.</exception>
    Task<RolloutProgress> PauseAsync(string model, string reason, CancellationToken cancellationToken = default);

    /// <summary>Lets a paused rollout go on. Its step begins anew, with the versions that its aliases point at now.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="reason">Why; kept with the audit event.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>Where it stands.</returns>
    /// <exception cref="ModelNotReadyException">An alias of the policy is not loaded.</exception>
    /// <exception cref="RolloutStateException">There is none that is paused, or both aliases point at the same version.</exception>
    Task<RolloutProgress> ResumeAsync(string model, string reason, CancellationToken cancellationToken = default);

    /// <summary>Rolls a running or paused rollout back by hand: the champion answers all calls.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="reason">Why; kept with the audit event.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>Where it stands.</returns>
    /// <exception cref="RolloutStateException">There is none under way.</exception>
    Task<RolloutProgress> AbortAsync(string model, string reason, CancellationToken cancellationToken = default);

    /// <summary>Forgets a finished rollout: the model's traffic policy decides its split again.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>False when there is none.</returns>
    /// <exception cref="RolloutStateException">It is under way; abort it first.</exception>
    Task<bool> RemoveAsync(string model, CancellationToken cancellationToken = default);

    /// <summary>Reports what came of a call, for <see cref="RolloutPolicy.Outcome"/>. One outcome is taken for each call or run of calls of a caller.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="routingKey">The call's <see cref="InferenceContext.RoutingKey"/>.</param>
    /// <param name="value">The value; NaN is refused.</param>
    /// <returns>False when no call of this key is waiting for an outcome: none was made in this step, too long ago, or its outcome is known.</returns>
    /// <exception cref="ArgumentException">The value is not a number.</exception>
    bool RecordOutcome(string model, string routingKey, double value);
}
