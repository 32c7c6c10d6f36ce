using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Kernels.Recurrent;

/// <summary>Where one direction finds its values: those of the first sequence, and how far others are.</summary>
[StructLayout(LayoutKind.Auto)]
internal unsafe struct RecurrentPlaces
{
    public float* X { get; set; }

    /// <summary>Floats of input from a step to the next.</summary>
    public nint XStep { get; set; }

    /// <summary>Floats of input from a sequence to the next.</summary>
    public nint XStride { get; set; }

    public float* Y { get; set; }

    public nint YStep { get; set; }

    public nint YStride { get; set; }

    public float* InitialH { get; set; }

    public float* InitialC { get; set; }

    public float* LastH { get; set; }

    public float* LastC { get; set; }

    /// <summary>Floats from a sequence to the next in the four above.</summary>
    public nint StateStride { get; set; }

    public float* Scratch { get; set; }

    /// <summary>The same, starting at another sequence.</summary>
    public readonly RecurrentPlaces Of(int sequence)
    {
        RecurrentPlaces places = this;
        places.X += sequence * XStride;
        places.Y = Moved(Y, sequence * YStride);
        places.InitialH = Moved(InitialH, sequence * StateStride);
        places.InitialC = Moved(InitialC, sequence * StateStride);
        places.LastH = Moved(LastH, sequence * StateStride);
        places.LastC = Moved(LastC, sequence * StateStride);
        return places;
    }

    private static float* Moved(float* place, nint by) => place == null ? null : place + by;
}
