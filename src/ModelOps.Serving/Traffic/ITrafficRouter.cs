namespace ModelOps.Serving;

/// <summary>Holds the traffic splits, which can change while calls run.</summary>
/// <remarks>Thread-safe. A call reads the splits once.</remarks>
public interface ITrafficRouter
{
    /// <summary>The splits in force.</summary>
    IReadOnlyList<TrafficSplit> Splits { get; }

    /// <summary>Sets the split of a model in place of the one it had.</summary>
    /// <param name="split">The split.</param>
    /// <exception cref="ArgumentException">A weight is negative, none is above 0, or an alias is not one.</exception>
    void Set(TrafficSplit split);

    /// <summary>Removes the split of a model; its calls go to its default alias again.</summary>
    /// <param name="model">Name of the model.</param>
    /// <returns>False when it had none.</returns>
    bool Remove(string model);
}
