namespace ModelOps.Serving;

/// <summary>The models this process serves.</summary>
/// <remarks>Thread-safe.</remarks>
public interface IModelHost
{
    /// <summary>Whether every required model is ready. True when none is hosted.</summary>
    bool IsReady { get; }

    /// <summary>Every version known here with its state, by name and then newest version first.</summary>
    IReadOnlyList<HostedModelStatus> Models { get; }

    /// <summary>What the loaded versions have done, by name and then newest version first.</summary>
    /// <param name="model">Name of the one model to tell of; null for all.</param>
    /// <returns>One entry for each loaded version.</returns>
    /// <exception cref="ModelNotFoundException">It is not hosted.</exception>
    IReadOnlyList<ModelStatistics> GetStatistics(string? model = null);

    /// <summary>Tells what is served, how and why so, and on what machine; the log has it once after the start.</summary>
    /// <returns>A snapshot.</returns>
    ModelHostReport GetReport();

    /// <summary>Hosts a model, or hosts it anew with other settings. Calls go on being answered by what was there until the new one is warm.</summary>
    /// <param name="model">What to host.</param>
    /// <param name="cancellationToken">Ends loading early; what was there stays.</param>
    /// <returns>A task that ends when it is ready.</returns>
    /// <exception cref="ArgumentException">The settings are not valid; the message lists all that is wrong. What was there stays.</exception>
    /// <exception cref="ModelLoadException">It cannot be loaded; what was there stays.</exception>
    Task AddAsync(HostedModelOptions model, CancellationToken cancellationToken = default);

    /// <summary>Stops hosting a model: new calls are refused, running ones end, then its memory is given back.</summary>
    /// <param name="name">Name of the model.</param>
    /// <param name="cancellationToken">Stops waiting for running calls; the model goes all the same.</param>
    /// <returns>False when it was not hosted.</returns>
    Task<bool> RemoveAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Asks the registry where the model's aliases point now and swaps what has changed, without waiting for the watch.</summary>
    /// <param name="name">Name of the model.</param>
    /// <param name="cancellationToken">Ends loading early; what was there stays.</param>
    /// <returns>A task that ends when what the aliases point at answers.</returns>
    /// <exception cref="ModelNotFoundException">It is not hosted.</exception>
    /// <exception cref="ModelLoadException">A version cannot be loaded; what was there stays.</exception>
    Task RefreshAsync(string name, CancellationToken cancellationToken = default);
}
