using Microsoft.Extensions.DependencyInjection;

namespace ModelOps.Benchmarks.Registry.Swaps;

/// <summary>A registry that is empty at first.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Add">Adds it to a host.</param>
/// <param name="Arguments">What the process of <see cref="ProcessMover"/> needs to open it.</param>
internal sealed record SwapPlace(string Name, Action<IModelOpsBuilder> Add, string[] Arguments);
