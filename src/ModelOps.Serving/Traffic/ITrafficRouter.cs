namespace ModelOps.Serving;

/// <summary>Holds the traffic policies, which can change while calls run.</summary>
/// <remarks>Thread-safe. A call reads the policies once. A rollout under way decides the split of its model; the policy's rules stay in force.</remarks>
public interface ITrafficRouter
{
    /// <summary>The policies in force. A change makes a new list; this one never changes.</summary>
    IReadOnlyList<TrafficPolicy> Policies { get; }

    /// <summary>The splits of those policies that have one.</summary>
    IReadOnlyList<TrafficSplit> Splits { get; }

    /// <summary>Sets the policy of a model in place of the one it had.</summary>
    /// <param name="policy">The policy.</param>
    /// <exception cref="ArgumentException">It is not valid; the message lists all that is wrong. Nothing changes then.</exception>
    void Set(TrafficPolicy policy);

    /// <summary>Sets the split of a model in place of the one it had; the rest of its policy stays.</summary>
    /// <param name="split">The split.</param>
    /// <exception cref="ArgumentException">A weight is negative, none is above 0, or an alias is not one.</exception>
    void Set(TrafficSplit split);

    /// <summary>Removes the policy of a model; its calls go to its default alias again.</summary>
    /// <param name="model">Name of the model.</param>
    /// <returns>False when it had none.</returns>
    bool Remove(string model);
}
