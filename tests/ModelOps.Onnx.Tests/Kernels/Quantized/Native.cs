using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Tests.Kernels.Quantized;

#pragma warning disable IDE1006, SYSLIB1054 // The names are those of the C library.
internal static class Native
{
    [DllImport("libc", SetLastError = true)]
    public static extern nint mmap(nint address, nint length, int protection, int flags, int file, nint offset);

    [DllImport("libc", SetLastError = true)]
    public static extern int mprotect(nint address, nint length, int protection);

    [DllImport("libc", SetLastError = true)]
    public static extern int munmap(nint address, nint length);
}
