; The installer: for one user, no administrator needed; puts fpga-tee on the user's PATH. setup.exe /S asks nothing.
Unicode true
Target amd64-unicode
Name "fpga-tee ${VERSION}"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\fpga-tee"
!include LogicLib.nsh
!include WinMessages.nsh
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\fpga-tee"
!define HKCU_HANDLE 0x80000001
!define KEY_READ_WRITE 0x2001F
!define REG_EXPAND_SZ 2
!define NO_SUCH_VALUE 2

Page directory
Page instfiles
UninstPage uninstConfirm
UninstPage instfiles

; NSIS cuts what it reads of the registry to 1,024 characters, and would write back a PATH without its end. So the PATH stays
; in memory that the system has filled: $R1 is the key, $R2 its text, $R3 the bytes of it.
!macro ReadPath un
Function ${un}ReadPath
  StrCpy $R2 0
  System::Call 'advapi32::RegOpenKeyExW(p ${HKCU_HANDLE}, w "Environment", i 0, i ${KEY_READ_WRITE}, *p .R1) i .R0'
  ${If} $R0 <> 0
    StrCpy $R1 0
    Return
  ${EndIf}
  StrCpy $R3 0
  System::Call 'advapi32::RegQueryValueExW(p R1, w "Path", p 0, p 0, p 0, *i .R3) i .R0'
  ${If} $R0 = ${NO_SUCH_VALUE}
    StrCpy $R3 0
    StrCpy $R0 0
  ${EndIf}
  ${If} $R0 = 0
    ; Room for what is added, and zeros behind it.
    IntOp $R4 $R3 + 4096
    System::Call 'kernel32::GlobalAlloc(i 0x40, p R4) p .R2'
    ${If} $R3 > 0
      System::Call 'advapi32::RegQueryValueExW(p R1, w "Path", p 0, p 0, p R2, *i R3) i .R0'
    ${EndIf}
  ${EndIf}
  ; What could not be read is not written over.
  ${If} $R0 <> 0
    Call ${un}ClosePath
    StrCpy $R2 0
  ${EndIf}
FunctionEnd
Function ${un}WritePath
  System::Call 'kernel32::lstrlenW(p R2) i .R3'
  IntOp $R3 $R3 + 1
  IntOp $R3 $R3 * 2
  System::Call 'advapi32::RegSetValueExW(p R1, w "Path", i 0, i ${REG_EXPAND_SZ}, p R2, i R3) i .R0'
  SendMessage ${HWND_BROADCAST} ${WM_SETTINGCHANGE} 0 "STR:Environment" /TIMEOUT=3000
FunctionEnd
Function ${un}ClosePath
  System::Call 'kernel32::GlobalFree(p R2)'
  System::Call 'advapi32::RegCloseKey(p R1)'
FunctionEnd
; $R5: where ";$INSTDIR" stands in the PATH as an entry of its own, or 0; $R6: what is behind it. A pointer has 64 bits, of which
; IntOp leaves 32.
Function ${un}FindInPath
  StrLen $R4 ";$INSTDIR"
  IntOp $R4 $R4 * 2
  StrCpy $R6 $R2
  ${Do}
    System::Call 'shlwapi::StrStrIW(p R6, w ";$INSTDIR") p .R5'
    ${If} $R5 == 0
      Return
    ${EndIf}
    IntPtrOp $R6 $R5 + $R4
    System::Call '*$R6(&i2 .R7)'
    ; The entry's end is the PATH's, or a semicolon.
    ${If} $R7 = 0
    ${OrIf} $R7 = 59
      Return
    ${EndIf}
  ${Loop}
FunctionEnd
!macroend
!insertmacro ReadPath ""
!insertmacro ReadPath "un."

Section
  SetOutPath $INSTDIR
  File "/oname=fpga-tee.exe" "${EXECUTABLE}"
  File "${PAPERS}/LICENSE.txt"
  File "${PAPERS}/LICENSE-node.txt"
  File "${PAPERS}/licenses.txt"
  ; The predecessor's commands, for batch files that have them.
  FileOpen $0 "$INSTDIR\tokenminer-metrics.cmd" w
  FileWrite $0 '@"%~dp0fpga-tee.exe" tokenminer-metrics %*$\r$\n'
  FileClose $0
  FileOpen $0 "$INSTDIR\rb4-metrics.cmd" w
  FileWrite $0 '@"%~dp0fpga-tee.exe" rb4-metrics %*$\r$\n'
  FileClose $0
  WriteUninstaller "$INSTDIR\uninstall.exe"
  Call ReadPath
  ${If} $R2 != 0
    Call FindInPath
    ${If} $R5 == 0
      ; A PATH that is empty begins with a semicolon then, which Windows takes for nothing.
      System::Call 'kernel32::lstrcatW(p R2, w ";$INSTDIR")'
      Call WritePath
    ${EndIf}
    Call ClosePath
  ${EndIf}
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "fpga-tee"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
SectionEnd

Section "Uninstall"
  Call un.ReadPath
  ${If} $R2 != 0
    Call un.FindInPath
    ${If} $R5 != 0
      System::Call 'kernel32::lstrlenW(p R6) i .R7'
      IntOp $R7 $R7 + 1
      IntOp $R7 $R7 * 2
      System::Call 'kernel32::RtlMoveMemory(p R5, p R6, p R7)'
      Call un.WritePath
    ${EndIf}
    Call un.ClosePath
  ${EndIf}
  Delete "$INSTDIR\fpga-tee.exe"
  Delete "$INSTDIR\tokenminer-metrics.cmd"
  Delete "$INSTDIR\rb4-metrics.cmd"
  Delete "$INSTDIR\LICENSE.txt"
  Delete "$INSTDIR\LICENSE-node.txt"
  Delete "$INSTDIR\licenses.txt"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  DeleteRegKey HKCU "${UNINSTALL}"
SectionEnd
