using System.Runtime.InteropServices;

namespace ModelOps.Registry.Oci;

/// <summary>How far a transfer is.</summary>
/// <param name="Bytes">Bytes transferred, or found to be there already.</param>
/// <param name="TotalBytes">Bytes in all.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct OciProgress(long Bytes, long TotalBytes);
