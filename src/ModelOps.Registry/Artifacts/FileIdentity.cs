using System.Runtime.InteropServices;

namespace ModelOps.Registry.Artifacts;

/// <summary>What the system says of a file that changes whenever its bytes do: nobody sets the time of the last change of an inode.</summary>
/// <param name="Device">Device.</param>
/// <param name="Inode">Inode on it.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Modified">Nanoseconds since 1970 of the last change of the bytes.</param>
/// <param name="Changed">The same of the inode: bytes, mode, names.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FileIdentity(ulong Device, ulong Inode, ulong Size, long Modified, long Changed);
