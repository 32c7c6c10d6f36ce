namespace ModelOps.Serving;

/// <summary>Is told when a unit meets a variant for the first time, e.g. to write it to a warehouse. Register any number as services.</summary>
/// <remarks>Called on the path of the call: implementations are thread-safe, return at once and do not throw. What one throws is lost.</remarks>
public interface IExperimentObserver
{
    /// <summary>A unit met a variant.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="experiment">Name of the experiment.</param>
    /// <param name="variant">Alias of the variant.</param>
    /// <param name="key">The unit.</param>
    void Exposed(string model, string experiment, string variant, string key);
}
