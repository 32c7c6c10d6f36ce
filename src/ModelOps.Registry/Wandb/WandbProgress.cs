using System.Runtime.InteropServices;

namespace ModelOps.Registry.Wandb;

/// <summary>How far an export is.</summary>
/// <param name="Phase">What it is doing.</param>
/// <param name="Done">Lines or bytes that the server has, those of earlier exports included.</param>
/// <param name="Total">Bytes in all; null for lines, which are counted as they are read.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct WandbProgress(WandbPhase Phase, long Done, long? Total);
