using ModelOps.Onnx.Kernels.Lanes;

namespace ModelOps.Onnx.Kernels.Elementwise;

/// <summary>Makes one float of many, in vectors of any width.</summary>
internal interface ILaneReduction
{
    /// <summary>What each lane begins with.</summary>
    static abstract float Start { get; }

    /// <summary>Takes in a vector.</summary>
    static abstract TVector Add<TLanes, TVector>(TVector sum, TVector x)
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : unmanaged;

    /// <summary>Joins what two parts made.</summary>
    static abstract TVector Join<TLanes, TVector>(TVector left, TVector right)
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : unmanaged;

    /// <summary>The answer.</summary>
    static abstract TVector Finish<TLanes, TVector>(TVector sum, int count)
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : unmanaged;
}
